using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>
/// The emulator's tokens: a word with the white space before it, or sixteen characters of a longer one. They are the
/// pieces of a stream, the unit of <c>max_tokens</c> and the measure of usage.
/// </summary>
internal static partial class Tokens
{
    private const int PerMessage = 4;
    private const int PerAttachment = 256;

    public static IReadOnlyList<string> Split(string text) => [.. PieceForm.Matches(text).Select(match => match.Value)];

    public static int Count(string text) => PieceForm.Count(text);

    /// <summary>The words of all messages and tools, four for each message, 256 for each image, document, file or audio.</summary>
    public static int CountPrompt(JsonElement request) =>
        request.FindItems("messages").Sum(CountMessage)
        + request.FindItems("tools").Sum(tool => Count(tool.GetRawText()))
        + Count(request.Find("response_format")?.GetRawText() ?? "");

    /// <summary>The words of thinking, text and calls, and one for the end of the answer unless it was cut.</summary>
    public static int CountAnswer(Said said) =>
        Count(said.Thinking ?? "") + Count(said.Text) + said.Calls.Sum(call => Count(call.Name) + Count(call.Arguments))
        + (said.FinishReason == "length" ? 0 : 1);

    private static int CountMessage(JsonElement message) =>
        PerMessage
        + Count(Conversation.TextOf(message))
        + message.FindItems("tool_calls").Sum(call => Count(call.GetRawText()))
        + Conversation.ChunksOf(message).Sum(chunk => Conversation.TypeOf(chunk) switch
        {
            "text" => 0,
            "thinking" or "reference" => Count(chunk.GetRawText()),
            _ => PerAttachment,
        });

    /// <summary>Never between the two halves of a character outside the basic plane: each half alone is no text.</summary>
    [GeneratedRegex(@"\s*(?:[^\s\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]){1,16}|\s+$", RegexOptions.Singleline)]
    private static partial Regex PieceForm { get; }
}
