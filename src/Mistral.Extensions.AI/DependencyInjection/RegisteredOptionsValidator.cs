using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// Validates the options of the registered clients. The endpoint and the API key are validated when a client is created, because its
/// <see cref="HttpClient"/> may have them.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Created by the service provider.")]
internal sealed class RegisteredOptionsValidator(IEnumerable<ClientRegistration> registrations) : IValidateOptions<MistralClientOptions>
{
    public ValidateOptionsResult Validate(string? name, MistralClientOptions options) =>
        registrations.FirstOrDefault(registration => registration.OptionsName == name) is { } client
        && (MistralClientOptionsValidator.ValidateValues(options) ?? options.RegisteredValues?.Error) is { } error
            ? ValidateOptionsResult.Fail(client.DescribeError(error))
            : ValidateOptionsResult.Success;
}
