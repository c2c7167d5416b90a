using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Splits identifiers into words.</summary>
internal static partial class IdentifierWords
{
    /// <summary>Returns the words in lower case: "get" and "weather" for get_weather, get-weather and GetWeather.</summary>
    public static IReadOnlyList<string> Split(string identifier) =>
        [.. WordRegex().Matches(identifier).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+")]
    private static partial Regex WordRegex();
}
