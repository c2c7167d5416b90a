using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// Validates the options of the registered clients. If the caller configures the <see cref="HttpClient"/>, the endpoint and the API key are
/// validated when a client is created, because the <see cref="HttpClient"/> may have them.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Created by the service provider.")]
internal sealed class RegisteredOptionsValidator(IEnumerable<ClientRegistration> registrations, IServiceProvider provider)
    : IValidateOptions<MistralClientOptions>
{
    public ValidateOptionsResult Validate(string? name, MistralClientOptions options)
    {
        if (registrations.FirstOrDefault(registration => registration.OptionsName == name) is not { } client)
            return ValidateOptionsResult.Success;

        var errors = options.RegisteredValues?.Errors.ToList() ?? [];
        errors.AddRange(IsHttpClientConfigured(client)
            ? MistralClientOptionsValidator.ValidateValues(options)
            : MistralClientOptionsValidator.Validate(options, null).Select(error => error.Message));
        return errors.Count > 0 ? ValidateOptionsResult.Fail(RegistrationErrors.Describe(client, errors)) : ValidateOptionsResult.Success;
    }

    // The options are resolved here and not in the constructor: the pipeline of the HttpClient depends on the options of the client.
    private bool IsHttpClientConfigured(ClientRegistration client) =>
        provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(client.HttpClientName)
            .HttpClientActions.Count > ClientRegistration.HttpClientActionCount;
}
