using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>One choice of an answer, before it is put into the shape of a document or of a stream.</summary>
internal sealed record GeneratedChoice(string Text)
{
    /// <summary>What was thought before; null when nothing was.</summary>
    public string? Thinking { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary><c>stop</c>, <c>length</c> or <c>tool_calls</c>.</summary>
    public string FinishReason { get; init; } = "stop";

    /// <summary>A text as far as the request wants it: up to the first stop sequence, then up to the last token asked for.</summary>
    public static GeneratedChoice Truncate(JsonElement request, string text)
    {
        var stops = request.FindString("stop") is { } one ? [one] : request.FindItems("stop").Select(stop => stop.GetString()!);
        var end = stops.Where(stop => stop.Length > 0)
            .Select(stop => text.IndexOf(stop, StringComparison.Ordinal))
            .Where(index => index >= 0).DefaultIfEmpty(text.Length).Min();
        text = text[..end];
        var tokens = Tokenizer.Split(text);
        return request.FindNumber("max_tokens") is { } max && tokens.Count > max
            ? new GeneratedChoice(string.Concat(tokens.Take((int)max))) { FinishReason = "length" }
            : new GeneratedChoice(text);
    }
}
