using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Removes API keys from the messages of exceptions, which can quote the request that failed.</summary>
internal static partial class SecretRedactor
{
    public static string Redact(string message) => SecretRegex().Replace(message, "${name}[redacted]");

    /// <summary>Matches the value after a name such as "Bearer", "api_key=" or "token:", and keys that start with "sk-".</summary>
    [GeneratedRegex(
        @"(?<name>\b(?:bearer\s+|(?:api[-_ ]?key|key|token|secret|password|authorization)[""']?\s*[=:]\s*[""']?(?:bearer\s+)?))[^\s""'&,;]+"
        + @"|\b(?<name>)sk-[\w*-]+",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretRegex();
}
