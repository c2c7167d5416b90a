using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// Splits texts into the emulator's tokens: a word with the white space before it, or 16 characters of a longer word. Streams send one
/// token per chunk, and <c>max_tokens</c> and the token usage count them.
/// </summary>
internal static partial class Tokenizer
{
    private const int TokensPerMessage = 4;
    private const int TokensPerAttachment = 256;

    public static IReadOnlyList<string> Split(string text) => [.. TokenRegex().Matches(text).Select(match => match.Value)];

    public static int Count(string text) => TokenRegex().Count(text);

    /// <summary>
    /// Counts the tokens of a chat prompt: those of all messages, tools and the response format, 4 more for each message, and 256 for
    /// each image, document, file or audio.
    /// </summary>
    public static int CountPrompt(JsonElement request) =>
        request.FindItems("messages").Sum(CountMessage)
        + request.FindItems("tools").Sum(tool => Count(tool.GetRawText()))
        + Count(request.Find("response_format")?.GetRawText() ?? "");

    /// <summary>
    /// Counts the tokens of a choice: those of the thinking, the text and the tool calls, and one for the end of the response unless
    /// <c>max_tokens</c> truncated it.
    /// </summary>
    public static int CountCompletion(GeneratedChoice choice) =>
        Count(choice.Thinking ?? "") + Count(choice.Text)
        + choice.ToolCalls.Sum(toolCall => Count(toolCall.Name) + Count(toolCall.Arguments))
        + (choice.FinishReason == "length" ? 0 : 1);

    /// <summary>Counts the tokens of a message.</summary>
    public static int CountMessage(JsonElement message) =>
        TokensPerMessage
        + Count(Conversation.GetText(message))
        + message.FindItems("tool_calls").Sum(toolCall => Count(toolCall.GetRawText()))
        + Conversation.GetChunks(message).Sum(chunk => Conversation.GetChunkType(chunk) switch
        {
            "text" => 0,
            "thinking" or "reference" => Count(chunk.GetRawText()),
            _ => TokensPerAttachment,
        });

    /// <summary>Does not split surrogate pairs, because a single surrogate is not valid text.</summary>
    [GeneratedRegex(@"\s*(?:[^\s\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]){1,16}|\s+$", RegexOptions.Singleline)]
    private static partial Regex TokenRegex();
}
