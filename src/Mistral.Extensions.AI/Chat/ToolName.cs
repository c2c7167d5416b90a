namespace Mistral.Extensions.AI.Chat;

/// <summary>The names Mistral takes for functions, wherever one stands.</summary>
internal static class ToolName
{
    internal static bool IsValid(string? name) => name is { Length: > 0 and <= 64 } && name.All(IsAllowed);

    internal static bool IsAllowed(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-';

    internal static string InvalidMessage(string? name) =>
        $"Tool name \"{name}\" is not valid for Mistral (letters, digits, '_' and '-', max 64). Rename the AIFunction.";
}
