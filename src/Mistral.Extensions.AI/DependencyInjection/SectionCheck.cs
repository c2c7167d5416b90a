using Microsoft.Extensions.Configuration;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// Checks the keys and values of a configuration section before it is bound: the binder reports only the first value that it cannot
/// convert, and ignores unknown keys.
/// </summary>
internal static class SectionCheck
{
    internal static SectionProblems Run(OptionsSection section)
    {
        var problems = new SectionProblems();
        // The root of the configuration has the environment variables and the settings of the application.
        var checksNames = section.Path.Length > 0;
        CheckKeys(section.Configuration, OptionKeys.Client, prefix: "", checksNames, problems);
        CheckKeys(section.Configuration.GetSection(OptionKeys.ChatRules), OptionKeys.Rules, $"{OptionKeys.ChatRules}:", true, problems);
        return problems;
    }

    private static void CheckKeys(
        IConfiguration section,
        IReadOnlyDictionary<string, Func<string, string?>> options,
        string prefix,
        bool checksNames,
        SectionProblems problems)
    {
        foreach (var child in section.GetChildren())
        {
            if (options.TryGetValue(child.Key, out var check))
                CheckValue(child, check, prefix, problems);
            else if (prefix.Length == 0 && child.Key.Equals(OptionKeys.ChatRules, StringComparison.OrdinalIgnoreCase))
                CheckRules(child, problems);
            else if (checksNames && !(prefix.Length == 0 && OptionKeys.Hosting.Contains(child.Key)))
                CheckName(child, prefix.Length == 0 ? options.Keys.Append(OptionKeys.ChatRules) : options.Keys, problems);
        }
    }

    private static void CheckValue(IConfigurationSection child, Func<string, string?> check, string prefix, SectionProblems problems)
    {
        var error = child.Value is { } value ? check(value) : child.GetChildren().Any() ? "must be a single value." : null;
        if (error is null)
            return;

        problems.Errors.Add($"{child.Path} {error}");
        problems.InvalidKeys.Add($"{prefix}{child.Key}");
    }

    private static void CheckRules(IConfigurationSection child, SectionProblems problems)
    {
        if (child.Value is { Length: > 0 })
            problems.Errors.Add($"{child.Path} must be a section with keys such as {OptionKeys.Rules.Keys.First()}.");
    }

    private static void CheckName(IConfigurationSection child, IEnumerable<string> keys, SectionProblems problems)
    {
        if (SimilarKeys.Find(child.Key, keys) is { } similar)
            problems.Errors.Add($"{child.Path} is not an option. Did you mean {similar}?");
        // A section with other keys may be that of another client.
        else if (child.Value is not null)
            problems.UnknownKeys.Add(child.Path);
    }
}
