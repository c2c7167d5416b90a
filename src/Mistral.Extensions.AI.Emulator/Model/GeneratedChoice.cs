using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A generated choice, independent of the format in which it is sent: as one JSON document or as a stream.</summary>
internal sealed record GeneratedChoice(string Text)
{
    /// <summary>The text of the thinking chunk; null if the response has none.</summary>
    public string? Thinking { get; init; }

    /// <summary>The signature of the thinking chunk; null for none.</summary>
    public string? Signature { get; init; }

    /// <summary>The chunks of the text in a stream; null for one chunk for each token.</summary>
    public IReadOnlyList<string>? TextChunks { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The finish reason: <c>stop</c>, <c>length</c> or <c>tool_calls</c>, or that of a scripted response.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>Creates a choice with the content of a scripted response.</summary>
    /// <param name="script">The scripted response.</param>
    /// <param name="prefix">The text that the response must start with; empty for none.</param>
    /// <param name="nextToolCallId">Creates the ID of each tool call that has none.</param>
    public static GeneratedChoice FromScript(ScriptedResponse script, string prefix, Func<string> nextToolCallId)
    {
        var chunks = script.TextChunks;
        if (chunks is not null && prefix.Length > 0)
            chunks = [prefix, .. chunks];
        return new GeneratedChoice(chunks is null ? prefix + script.Text : string.Concat(chunks))
        {
            TextChunks = chunks,
            Thinking = script.Thinking,
            ToolCalls = [.. script.ToolCalls.Select(call => new ToolCall(call.Id ?? nextToolCallId(), call.Name, call.Arguments))],
            FinishReason = script.FinishReason ?? (script.ToolCalls.Count > 0 ? "tool_calls" : "stop"),
        };
    }

    /// <summary>Creates a choice from a text, truncated before the first stop sequence and then after <c>max_tokens</c> tokens.</summary>
    public static GeneratedChoice Truncate(JsonElement request, string text)
    {
        var stopSequences = request.FindString("stop") is { } stop
            ? [stop]
            : request.FindItems("stop").Select(item => item.GetString()!);
        var end = stopSequences.Where(sequence => sequence.Length > 0)
            .Select(sequence => text.IndexOf(sequence, StringComparison.Ordinal))
            .Where(index => index >= 0).DefaultIfEmpty(text.Length).Min();
        text = text[..end];
        var tokens = Tokenizer.Split(text);
        return request.FindNumber("max_tokens") is { } max && tokens.Count > max
            ? new GeneratedChoice(string.Concat(tokens.Take((int)max))) { FinishReason = "length" }
            : new GeneratedChoice(text);
    }
}
