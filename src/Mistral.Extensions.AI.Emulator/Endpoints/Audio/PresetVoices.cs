using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>
/// The preset voices of the API in June 2026, with their slugs: https://github.com/pipecat-ai/docs/pull/891. Their IDs are the emulator's
/// own.
/// </summary>
internal static class PresetVoices
{
    private static readonly DateTimeOffset CreatedAt = new(2026, 3, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All preset voices.</summary>
    public static readonly IReadOnlyList<Voice> All =
    [
        .. Create(
            "en_paul", "en_us", "male", "neutral", "angry", "cheerful", "confident", "excited", "frustrated", "happy", "sad"),
        .. Create("gb_oliver", "en_gb", "male", "neutral", "angry", "cheerful", "confident", "curious", "excited", "sad"),
        .. Create(
            "gb_jane", "en_gb", "female", "neutral", "confident", "confused", "curious", "frustrated", "jealousy", "sad", "sarcasm",
            "shameful"),
        .. Create("fr_marie", "fr_fr", "female", "neutral", "angry", "curious", "excited", "happy", "sad"),
    ];

    private static IEnumerable<Voice> Create(string prefix, string language, string gender, params string[] moods) =>
        from mood in moods
        let slug = $"{prefix}_{mood}"
        let id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(slug)).AsSpan(0, 16))
        select new Voice(id, $"{Capitalize(prefix[3..])} - {Capitalize(mood)}")
        {
            Slug = slug,
            Languages = [language],
            Gender = gender,
            Tags = [mood],
            CreatedAt = CreatedAt,
            IsPreset = true,
        };

    private static string Capitalize(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
