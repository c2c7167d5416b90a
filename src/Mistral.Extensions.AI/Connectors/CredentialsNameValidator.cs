using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>Finds errors in the names of credentials before a request is sent.</summary>
internal static class CredentialsNameValidator
{
    // RegexOptions.None: "$" would also match before a line break at the end.
    private static readonly Regex Pattern = new(@"\A[a-zA-Z0-9_-]{1,64}\z", RegexOptions.CultureInvariant);

    /// <summary>Returns the message of the error, or null if the name is valid or null.</summary>
    internal static string? Validate(string? name) => name is null || Pattern.IsMatch(name)
        ? null
        : $"The name of the credentials \"{name}\" is invalid. Use 1 to 64 letters, digits, underscores and dashes.";
}
