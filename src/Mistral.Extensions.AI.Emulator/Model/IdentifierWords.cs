using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The words an identifier is made of, in lower case.</summary>
internal static partial class IdentifierWords
{
    /// <summary>get_weather, get-weather and GetWeather are all "get weather".</summary>
    public static IReadOnlyList<string> Split(string identifier) =>
        [.. WordRegex.Matches(identifier).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+")]
    private static partial Regex WordRegex { get; }
}
