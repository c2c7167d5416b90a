namespace Mistral.Extensions.AI.Chat;

/// <summary>The rules for function names (<c>^[a-zA-Z0-9_-]{1,64}$</c>), in tools, tool calls and tool results.</summary>
internal static class ToolName
{
    internal const int MaxLength = 64;

    internal static bool IsValid(string? name) => name is { Length: > 0 and <= MaxLength } && AreAllowed(name);

    internal static bool IsAllowed(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-';

    /// <summary>Replaces the characters that are not allowed with '_', and truncates the name.</summary>
    /// <returns>A valid name; <paramref name="defaultName"/> if the name is null or empty.</returns>
    internal static string ToValid(string? name, string defaultName)
    {
        if (name is null or "")
            return defaultName;

        var valid = string.Concat(name.Select(character => IsAllowed(character) ? character : '_'));
        return valid.Length <= MaxLength ? valid : valid.Substring(0, MaxLength);
    }

    internal static string GetErrorMessage(string? name) =>
        $"The tool name \"{name}\" is invalid. Use 1 to {MaxLength} characters: a-z, A-Z, 0-9, '_' and '-'.";

    private static bool AreAllowed(string name)
    {
        foreach (var character in name)
        {
            if (!IsAllowed(character))
                return false;
        }

        return true;
    }
}
