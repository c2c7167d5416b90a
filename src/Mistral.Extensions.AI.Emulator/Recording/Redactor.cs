using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>
/// Replaces API keys, the signatures of signed URLs and the values of secret JSON properties with a constant, in text and in bytes.
/// </summary>
/// <param name="apiKeys">The API keys. Keys of fewer than 8 characters are not replaced, because other text can contain them.</param>
internal sealed partial class Redactor(params IEnumerable<string> apiKeys)
{
    /// <summary>The text that replaces each secret.</summary>
    public const string Replacement = "REDACTED";

    private const int MinKeyLength = 8;

    private readonly string[] _secrets =
    [
        .. apiKeys.Where(key => key.Length >= MinKeyLength).SelectMany(key => new[] { key, Uri.EscapeDataString(key) }).Distinct(),
    ];

    /// <summary>Replaces the secrets in a text.</summary>
    public string Redact(string text)
    {
        var secrets = FindSecrets(text);
        return secrets.Count == 0 ? text : Replace(text, 0, text.Length, secrets);
    }

    /// <summary>Replaces the secrets in a body, which can be binary.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> content) => Redact([content])[0];

    /// <summary>
    /// Replaces the secrets in the chunks of a body. A secret that is split over several chunks is replaced in the chunk with its start.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Redact(IReadOnlyList<ReadOnlyMemory<byte>> chunks)
    {
        // In Latin-1, each byte is one character.
        var text = string.Concat(chunks.Select(chunk => Encoding.Latin1.GetString(chunk.Span)));
        var secrets = FindSecrets(text);
        if (secrets.Count == 0)
            return chunks;
        var redacted = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        foreach (var chunk in chunks)
        {
            redacted.Add(Encoding.Latin1.GetBytes(Replace(text, start, start + chunk.Length, secrets)));
            start += chunk.Length;
        }
        return redacted;
    }

    /// <summary>Returns a part of a text, with the replacement for each secret that starts in it.</summary>
    private static string Replace(string text, int start, int end, IEnumerable<(int Start, int End)> secrets)
    {
        var result = new StringBuilder();
        foreach (var secret in secrets.Where(secret => secret.Start < end && secret.End > start))
        {
            if (secret.Start >= start)
                result.Append(text, start, secret.Start - start).Append(Replacement);
            start = Math.Min(secret.End, end);
        }
        return result.Append(text, start, end - start).ToString();
    }

    /// <summary>Returns the positions of the secrets, in their order and without overlaps.</summary>
    private List<(int Start, int End)> FindSecrets(string text)
    {
        var found = FindKeys(text)
            .Concat(SecretParameter().Matches(text).Concat(SecretProperty().Matches(text)).Select(match => match.Groups["secret"])
                .Select(secret => (Start: secret.Index, End: secret.Index + secret.Length)))
            .Order();
        var merged = new List<(int Start, int End)>();
        foreach (var secret in found)
        {
            if (merged.Count > 0 && secret.Start < merged[^1].End)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, secret.End));
            else
                merged.Add(secret);
        }
        return merged;
    }

    private IEnumerable<(int Start, int End)> FindKeys(string text)
    {
        foreach (var secret in _secrets)
        {
            for (var index = text.IndexOf(secret, StringComparison.Ordinal); index >= 0;)
            {
                yield return (index, index + secret.Length);
                index = text.IndexOf(secret, index + secret.Length, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The parameters of signed URLs (Azure, AWS, Google Cloud) and API keys in URLs. In JSON, &amp; can be escaped.</summary>
    [GeneratedRegex(
        @"(?:[?&]|\\u0026)(?:sig|signature|x-(?:amz|goog)-(?:signature|credential|security-token)|awsaccesskeyid|googleaccessid|"
        + @"access_token|api[_-]?key)=(?<secret>[^&""'\s\\#<>]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretParameter();

    /// <summary>
    /// The properties of the API with secrets: the key of an integration of a fine-tuning job, the authorization of a connector, and the
    /// token of a client session. The quotes are escaped in JSON that is a string of JSON.
    /// </summary>
    [GeneratedRegex(
        @"\\?""(?:api_?key|access_token|refresh_token|authorization|client_secret(?:\\?""\s*:\s*\{[^{}]*?\\?""value)?)"
        + @"\\?""\s*:\s*\\?""(?<secret>[^""\\]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretProperty();
}
