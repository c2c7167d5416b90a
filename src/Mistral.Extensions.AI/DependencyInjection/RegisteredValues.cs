namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// The API key and the endpoint that calls of <c>AddMistralClient</c> have set. A second call with other values is meant to add a second
/// client, but would change the first one.
/// </summary>
internal sealed class RegisteredValues
{
    private string? _apiKey;
    private Uri? _endpoint;

    /// <summary>The error if a second call has different values; otherwise null.</summary>
    internal string? Error { get; private set; }

    /// <summary>Applies the values of one call to the options.</summary>
    internal static void Apply(MistralClientOptions options, Action<MistralClientOptions> configure)
    {
        var (apiKey, endpoint) = (options.ApiKey, options.Endpoint);
        configure(options);
        var registered = options.RegisteredValues ??= new();
        if (options.ApiKey != apiKey)
            registered.Set(ref registered._apiKey, options.ApiKey, nameof(options.ApiKey));
        if (options.Endpoint != endpoint)
            registered.Set(ref registered._endpoint, options.Endpoint, nameof(options.Endpoint));
    }

    private void Set<T>(ref T? registered, T? value, string name)
        where T : class
    {
        if (registered is not null && !registered.Equals(value))
        {
            Error = $"AddMistralClient was called twice with different values of {name}. "
                + "To add a second client, use AddKeyedMistralClient with a service key.";
        }

        registered = value;
    }
}
