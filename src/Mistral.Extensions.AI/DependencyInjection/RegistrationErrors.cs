namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>Adds the paths in the configuration and the service key to the errors of options.</summary>
internal static class RegistrationErrors
{
    /// <summary>
    /// Replaces the names of options with their paths in the configuration. Adds the service key, and the sections if an error does not
    /// name one.
    /// </summary>
    internal static List<string> Describe(ClientRegistration client, IReadOnlyCollection<string> errors)
    {
        var described = errors.Select(error => ReplaceMissingKey(client, error) ?? ReplaceOption(client, error)).ToList();
        if (client.ServiceKey is not null)
            described[described.Count - 1] += $" The service key of the client is \"{client.ServiceKey}\".";
        if (client.Sections.Count > 0 && !described.TrueForAll(error => HasPath(client, error)))
        {
            described[described.Count - 1] +=
                $" The options are bound to {string.Join(" and ", client.Sections.Select(section => section.Description))}.";
        }

        return described;
    }

    private static bool HasPath(ClientRegistration client, string error) => client.Sections.Exists(section =>
        section.Path.Length > 0 && error.Contains(section.Path, StringComparison.OrdinalIgnoreCase));

    private static string? ReplaceMissingKey(ClientRegistration client, string error)
    {
        var paths = client.Sections.Where(section => section.Path.Length > 0)
            .Select(section => section.DescribePath(nameof(MistralClientOptions.ApiKey))).ToList();
        return paths.Count > 0 && error.StartsWith(ApiKeyResolver.MissingKey, StringComparison.Ordinal)
            ? ApiKeyResolver.MissingKey.Replace(nameof(MistralClientOptions.ApiKey), string.Join(" or ", paths))
                + error.Substring(ApiKeyResolver.MissingKey.Length)
            : null;
    }

    // The message of an invalid option begins with its name.
    private static string ReplaceOption(ClientRegistration client, string error)
    {
        var option = error.Substring(0, Math.Max(0, error.IndexOf(' ')));
        // The value that is used is that of the last section.
        var path = client.Sections.Select(section => section.FindPath(option)).LastOrDefault(found => found is not null);
        return path is null ? error : path + error.Substring(option.Length);
    }
}
