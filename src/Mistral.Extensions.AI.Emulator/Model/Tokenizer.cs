using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// The emulator's tokens: a word with the white space before it, or sixteen characters of a longer one. They are the
/// pieces of a stream, the unit of <c>max_tokens</c> and the measure of usage.
/// </summary>
internal static partial class Tokenizer
{
    private const int TokensPerMessage = 4;
    private const int TokensPerAttachment = 256;

    public static IReadOnlyList<string> Split(string text) => [.. TokenRegex.Matches(text).Select(match => match.Value)];

    public static int Count(string text) => TokenRegex.Count(text);

    /// <summary>The words of all messages and tools, four for each message, 256 for each image, document, file or audio.</summary>
    public static int CountPrompt(JsonElement request) =>
        request.FindItems("messages").Sum(CountMessage)
        + request.FindItems("tools").Sum(tool => Count(tool.GetRawText()))
        + Count(request.Find("response_format")?.GetRawText() ?? "");

    /// <summary>The words of thinking, text and calls, and one for the end of the answer unless it was cut.</summary>
    public static int CountCompletion(GeneratedChoice choice) =>
        Count(choice.Thinking ?? "") + Count(choice.Text) + choice.ToolCalls.Sum(call => Count(call.Name) + Count(call.Arguments))
        + (choice.FinishReason == "length" ? 0 : 1);

    private static int CountMessage(JsonElement message) =>
        TokensPerMessage
        + Count(Conversation.GetText(message))
        + message.FindItems("tool_calls").Sum(call => Count(call.GetRawText()))
        + Conversation.GetChunks(message).Sum(chunk => Conversation.GetChunkType(chunk) switch
        {
            "text" => 0,
            "thinking" or "reference" => Count(chunk.GetRawText()),
            _ => TokensPerAttachment,
        });

    /// <summary>Never between the two halves of a character outside the basic plane: each half alone is no text.</summary>
    [GeneratedRegex(@"\s*(?:[^\s\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]){1,16}|\s+$", RegexOptions.Singleline)]
    private static partial Regex TokenRegex { get; }
}
