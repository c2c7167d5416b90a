namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>The characters that an API key may have.</summary>
internal static class ApiKeyFormat
{
    /// <summary>Gets the error of an API key, or null if it is valid. The key is not part of the message.</summary>
    /// <param name="key">The API key.</param>
    /// <param name="name">The option, parameter, environment variable or file with the key.</param>
    internal static string? Validate(string? key, string name) =>
        string.IsNullOrEmpty(key) ? $"{name} is empty. Set it to an API key."
        // Only visible ASCII characters: an API key is the value of a header.
        : HasInvalidCharacter(key!)
            ? $"{name} contains a character that is not allowed, such as a space or a line break. Remove it."
            : null;

    private static bool HasInvalidCharacter(string key)
    {
        foreach (var character in key)
        {
            if (character is <= ' ' or > '~')
                return true;
        }

        return false;
    }
}
