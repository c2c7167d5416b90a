using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// Removes the API key from text that a server sent. It is applied to every such text before it is added to an exception or a log.
/// </summary>
internal sealed class Redaction
{
    internal static readonly Redaction None = new([]);

    // A shorter value may be part of ordinary text, which must stay readable.
    private const int MinLength = 8;

    // A value of this length with letters and digits does not occur in other text by chance, not even within a longer word.
    private const int MinRandomLength = 16;

    // Longer values of headers are not IDs, dates or media types.
    private const int MaxHeaderLength = 200;

    private const string Replacement = "***";

    private static readonly Regex SecretHeader =
        new("auth|key|token|secret|cookie", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly IReadOnlyList<string> _secrets;

    private Redaction(IEnumerable<string> secrets) => _secrets = [.. secrets];

    /// <summary>
    /// Creates the redaction for the response to a request. The secrets are the values of its headers such as <c>Authorization</c>, which
    /// the caller's <see cref="HttpClient"/> or a handler may have set.
    /// </summary>
    internal static Redaction For(HttpRequestMessage request) => new(request.Headers
        .Where(header => SecretHeader.IsMatch(header.Key))
        .SelectMany(header => header.Value)
        .SelectMany(value => value.Split(' '))
        .Where(part => part.Length >= MinLength)
        .Distinct(StringComparer.Ordinal)
        .OrderByDescending(part => part.Length));

    /// <summary>Replaces each secret, and a part of one at the end of the text, which may be truncated there.</summary>
    internal string Apply(string text)
    {
        foreach (var secret in _secrets)
            text = RemoveTruncated(Remove(text, secret), secret);
        return text;
    }

    /// <summary>Replaces each secret in the value of a response header, and truncates the value.</summary>
    internal string ApplyToHeader(string value) =>
        Apply(value.Length <= MaxHeaderLength ? value : value.Substring(0, MaxHeaderLength));

    private static string Remove(string text, string secret)
    {
        StringBuilder? result = null;
        var end = 0;
        var start = 0;
        while ((start = text.IndexOf(secret, start, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            if (!IsSecret(text, start, secret.Length, secret))
            {
                start++;
                continue;
            }

            (result ??= new()).Append(text, end, start - end).Append(Replacement);
            start = end = start + secret.Length;
        }

        return result?.Append(text, end, text.Length - end).ToString() ?? text;
    }

    private static string RemoveTruncated(string text, string secret)
    {
        for (var length = Math.Min(secret.Length - 1, text.Length); length >= MinLength; length--)
        {
            var start = text.Length - length;
            if (string.Compare(text, start, secret, 0, length, StringComparison.OrdinalIgnoreCase) == 0
                && IsSecret(text, start, length, secret))
                return text.Substring(0, start) + Replacement;
        }

        return text;
    }

    // A key that is a word, as in tests, is not replaced within a longer word.
    private static bool IsSecret(string text, int start, int length, string secret) =>
        IsRandom(secret) || ((start == 0 || !IsWordCharacter(text[start - 1]))
            && (start + length == text.Length || !IsWordCharacter(text[start + length])));

    private static bool IsRandom(string secret) =>
        secret.Length >= MinRandomLength && secret.Any(char.IsDigit) && secret.Any(char.IsLetter);

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character);
}
