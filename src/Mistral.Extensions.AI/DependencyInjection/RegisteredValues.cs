namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// The API key and the endpoint that calls of <c>AddMistralClient</c> have set, and the errors of their configuration sections. A second
/// call with other values is meant to add a second client, but would change the first one.
/// </summary>
internal sealed class RegisteredValues
{
    private RegisteredValue<string>? _apiKey;
    private RegisteredValue<Uri>? _endpoint;

    /// <summary>The errors of the configuration sections, and of a second call with different values.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>The paths of configuration keys that are not options of the client.</summary>
    internal List<string> UnknownKeys { get; } = [];

    /// <summary>Applies the values of one call to the options.</summary>
    internal static void Apply(MistralClientOptions options, OptionsSection? section, Action<MistralClientOptions>? configure)
    {
        var (apiKey, endpoint) = (options.ApiKey, options.Endpoint);
        var registered = options.RegisteredValues ??= new();
        if (section?.Bind(options) is { } problems)
        {
            registered.Errors.AddRange(problems.Errors);
            registered.UnknownKeys.AddRange(problems.UnknownKeys);
        }

        configure?.Invoke(options);
        if (options.ApiKey != apiKey)
            registered.Set(ref registered._apiKey, new(options.ApiKey, section), nameof(options.ApiKey));
        if (options.Endpoint != endpoint)
            registered.Set(ref registered._endpoint, new(options.Endpoint, section), nameof(options.Endpoint));
    }

    private void Set<T>(ref RegisteredValue<T>? registered, RegisteredValue<T> value, string name)
        where T : class
    {
        var isOverride = value.Section?.Overrides(registered?.Section) == true;
        if (registered is { Value: not null } && !registered.Value.Equals(value.Value) && !isOverride)
        {
            Errors.Add($"AddMistralClient was called twice with different values of {name}. "
                + "To add a second client, use AddKeyedMistralClient with a service key.");
        }

        registered = value;
    }

    private sealed record RegisteredValue<T>(T? Value, OptionsSection? Section);
}
