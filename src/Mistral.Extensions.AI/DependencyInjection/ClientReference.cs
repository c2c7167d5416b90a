using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>Finds the registered client that a chat client or an embedding generator uses.</summary>
internal static class ClientReference
{
    /// <summary>Gets the client with this service key, or the one without a service key if it is null.</summary>
    /// <exception cref="InvalidOperationException">The client is not registered.</exception>
    internal static MistralClient GetClient(IServiceProvider provider, object? clientKey, string modelId) => clientKey is null
        ? provider.GetService<MistralClient>() ?? throw new InvalidOperationException(
            $"No MistralClient is registered, but the model \"{modelId}\" uses it. Register one with AddMistralClient.")
        : provider.GetKeyedService<MistralClient>(clientKey) ?? throw new InvalidOperationException(DescribeMissing(modelId));

    /// <summary>
    /// Gets the client that a service uses if its registration names no client: the one with the same service key, or the one without a
    /// service key.
    /// </summary>
    internal static MistralClient GetDefaultClient(IServiceProvider provider, object? serviceKey, string modelId) =>
        (serviceKey is null ? null : provider.GetKeyedService<MistralClient>(serviceKey)) ?? GetClient(provider, null, modelId);

    /// <summary>Makes the host fail at startup if no client with this service key is registered.</summary>
    internal static void ValidateOnStart(IServiceCollection services, object clientKey, string modelId) => services
        .AddOptions<StartupValidation>(modelId)
        .Validate<IServiceProvider>((_, provider) => IsRegistered(provider, clientKey), DescribeMissing(modelId))
        .ValidateOnStart();

    // Some containers cannot tell. Then the error is thrown when the service is resolved.
    private static bool IsRegistered(IServiceProvider provider, object clientKey) =>
        provider.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(MistralClient), clientKey) is not false;

    // The key is not part of the message: it could be an API key that was passed in place of a service key.
    private static string DescribeMissing(string modelId) =>
        $"No MistralClient is registered with the service key that was passed as clientKey for the model \"{modelId}\". "
        + "Register it with AddKeyedMistralClient and the same service key. Set an API key in the options of the client, not as clientKey.";

    /// <summary>Options without properties, whose validation finds the clients when the host starts.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "Created by the service provider.")]
    private sealed class StartupValidation;
}
