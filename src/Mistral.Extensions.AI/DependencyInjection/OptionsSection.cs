using Microsoft.Extensions.Configuration;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>A configuration section to which the options of a client are bound.</summary>
internal sealed class OptionsSection(IConfiguration configuration)
{
    private const string ConnectionStrings = "ConnectionStrings:";

    internal IConfiguration Configuration { get; } = configuration;

    /// <summary>The path of the section; empty for the root of the configuration.</summary>
    internal string Path { get; } = (configuration as IConfigurationSection)?.Path ?? "";

    /// <summary>Whether the section is a connection string: a value and not a section with keys.</summary>
    internal bool IsConnectionString { get; } =
        configuration is IConfigurationSection section
        && section.Path.StartsWith(ConnectionStrings, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Determines whether values of this section are meant to replace those of another one for the same client: it is nested in the other
    /// one, or a connection string.
    /// </summary>
    internal bool Overrides(OptionsSection? other) => other is not null
        && (IsConnectionString
            ? !other.IsConnectionString
            : Path.StartsWith($"{other.Path}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Sets the options that the section has, except those with an invalid value.</summary>
    internal SectionProblems Bind(MistralClientOptions options)
    {
        if (IsConnectionString)
            return ConnectionString.Apply((IConfigurationSection)Configuration, options);

        var problems = SectionCheck.Run(this);
        // With an extension method call, the source generator of the binder recognizes it.
        if (problems.InvalidKeys.Count == 0)
            Configuration.Bind(options);
        else
            GetValidPart(problems.InvalidKeys).Bind(options);
        return problems;
    }

    /// <summary>Gets the configuration path of an option if the section has it; otherwise null.</summary>
    /// <param name="option">The name of the option, such as <c>ChatRules.MaxImages</c>.</param>
    internal string? FindPath(string option) => IsConnectionString
        ? ConnectionString.HasOption((IConfigurationSection)Configuration, option) ? DescribePath(option) : null
        : Path.Length > 0 && Configuration.GetSection(ToKey(option)) is { Value: not null } section ? section.Path : null;

    /// <summary>Gets the text that names an option of the section, whether it is set or not.</summary>
    internal string DescribePath(string option) =>
        IsConnectionString ? $"{ConnectionString.GetKey(option)} in {Path}"
        : Path.Length == 0 ? option
        : $"{Path}:{ToKey(option)}";

    /// <summary>The text that names the section.</summary>
    internal string Description =>
        Path.Length == 0 ? "the root of the configuration, not to a section such as \"Mistral\""
        : IsConnectionString ? $"the connection string \"{Path}\""
        : $"the configuration section \"{Path}\"";

    private static string ToKey(string option) => option.Replace('.', ':');

    private IConfiguration GetValidPart(IReadOnlyCollection<string> invalidKeys) => new ConfigurationBuilder()
        .AddInMemoryCollection(Configuration.AsEnumerable(makePathsRelative: true)
            .Where(value => !invalidKeys.Contains(value.Key, StringComparer.OrdinalIgnoreCase)))
        .Build();
}
