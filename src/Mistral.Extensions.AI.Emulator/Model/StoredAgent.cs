using System.Collections.Immutable;
using System.Globalization;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>An agent with all its versions and aliases.</summary>
/// <param name="Versions">The versions. Their numbers are their positions.</param>
internal sealed record StoredAgent(ImmutableList<Agent> Versions)
{
    public string Id => Versions[0].Id;

    /// <summary>The number of the version that conversations use by default.</summary>
    public int CurrentVersion { get; init; }

    public ImmutableSortedDictionary<string, AgentAlias> Aliases { get; init; } = ImmutableSortedDictionary<string, AgentAlias>.Empty;

    public Agent Current => Versions[CurrentVersion];

    /// <summary>Returns a version by its number or its alias; the current version if both are null; null if it does not exist.</summary>
    public Agent? Find(string? version)
    {
        if (version is null)
            return Current;
        var number = Aliases.TryGetValue(version, out var alias)
            ? alias.Version
            : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
        return number >= 0 && number < Versions.Count ? Versions[number] : null;
    }

    /// <summary>Adds a version and makes it the current one.</summary>
    public StoredAgent Add(Agent version) => this with { Versions = Versions.Add(version), CurrentVersion = version.Version };
}
