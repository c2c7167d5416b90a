using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>
/// The text of contents that can be moderated: text, reasoning, text files, arguments of function calls and function results. The text of a
/// stream is added in parts.
/// </summary>
/// <param name="logger">The logger for function results that cannot be converted.</param>
internal sealed class ModeratedText(ILogger logger)
{
    private readonly StringBuilder _text = new();
    private Type? _lastType;

    internal int Length => _text.Length;

    /// <summary>Gets the text of a message; empty if it has none.</summary>
    internal static string Of(ChatMessage message, ILogger logger)
    {
        var text = new ModeratedText(logger);
        text.Add(message.Contents);
        // A chat client of this library sends the raw message instead of the contents. The contents of a converted message have its text.
        if (message.RawRepresentation is Message raw && !ConvertedMessages.Contains(raw))
            text.Append(GetText(raw), typeof(Message));
        return text.ToString();
    }

    /// <summary>Whether the last word of the text continues in these contents of a stream.</summary>
    internal bool IsContinuedBy(IEnumerable<AIContent> contents) =>
        _text.Length > 0 && IsWord(_text[_text.Length - 1])
        && contents.Select(GetText).FirstOrDefault(text => text is { Length: > 0 }) is { } next && IsWord(next[0]);

    internal void Add(IEnumerable<AIContent> contents)
    {
        foreach (var content in contents)
            Append(GetText(content), content.GetType());
    }

    public override string ToString() => _text.ToString();

    // Contents of the same type are parts of one text: an update of a stream may end within a word.
    private void Append(string? text, Type type)
    {
        if (string.IsNullOrEmpty(text))
            return;

        if (_text.Length > 0 && (type != _lastType || (type != typeof(TextContent) && type != typeof(TextReasoningContent))))
            _text.Append('\n');
        _text.Append(text);
        _lastType = type;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_';

    private string? GetText(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => reasoning.Text,
        FunctionCallContent call => call.ToToolCall().Function?.Arguments,
        FunctionResultContent result => result.ToToolMessage(null, logger).Content.Text,
        DataContent file when MediaTypes.IsText(file.MediaType) => TextFileMapping.ToTextChunk(file).Text,
        { RawRepresentation: TextChunk chunk } => chunk.Text,
        _ => null,
    };

    private static string? GetText(Message message) => message switch
    {
        UserMessage { Content: var content } => content?.Text,
        AssistantMessage { Content: var content } => content?.Text,
        ToolMessage { Content: var content } => content?.Text,
        _ => null,
    };
}
