using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Schemas;

/// <summary>The words an identifier is made of, in lower case.</summary>
internal static partial class Words
{
    /// <summary>get_weather, get-weather and GetWeather are all "get weather".</summary>
    public static IReadOnlyList<string> Of(string identifier) =>
        [.. WordForm.Matches(identifier).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+")]
    private static partial Regex WordForm { get; }
}
