using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>An answer with everything around it, in the two shapes it can travel in.</summary>
internal sealed record ChatCompletionResponse(
    string Id, long Created, string Model, IReadOnlyList<GeneratedChoice> Choices, JsonObject Usage, JsonArray? Guardrails)
{
    public JsonObject ToJson()
    {
        var json = CreateEnvelope("chat.completion");
        json["usage"] = Usage.DeepClone();
        json["choices"] = new JsonArray([.. Choices.Select(ToChoice)]);
        if (Guardrails is not null)
            json["guardrails"] = Guardrails.DeepClone();
        return json;
    }

    /// <summary>The chunks of a stream: those of several choices take turns; the last one carries the usage.</summary>
    public IReadOnlyList<JsonObject> ToChunks()
    {
        var streams = Choices.Select((said, index) => ChoiceDeltas.Create(said, index).ToArray()).ToArray();
        var turns = Enumerable.Range(0, streams.Max(stream => stream.Length))
            .SelectMany(turn => streams.Where(stream => turn < stream.Length).Select(stream => stream[turn]));
        var chunks = turns.Select(ToChunk).ToArray();
        chunks[^1]["usage"] = Usage.DeepClone();
        if (Guardrails is not null)
            chunks[^1]["guardrails"] = Guardrails.DeepClone();
        return chunks;
    }

    private JsonObject ToChunk(JsonObject choice, int number)
    {
        const string Padding = "abcdefghijklmnopqrstuvwxyz0123456789";
        var chunk = CreateEnvelope("chat.completion.chunk");
        chunk["choices"] = new JsonArray(choice);
        chunk["p"] = Padding[..(1 + (number * 7 % Padding.Length))];
        return chunk;
    }

    private JsonObject CreateEnvelope(string kind) => new() { ["id"] = Id, ["object"] = kind, ["created"] = Created, ["model"] = Model };

    private static JsonObject ToChoice(GeneratedChoice choice, int index) => new()
    {
        ["index"] = index,
        ["finish_reason"] = choice.FinishReason,
        ["message"] = new JsonObject
        {
            ["role"] = "assistant",
            ["tool_calls"] = choice.ToolCalls.Count == 0 ? null : new JsonArray([.. choice.ToolCalls.Select((call, number) => call.ToJson(number))]),
            ["content"] = ToContent(choice),
        },
    };

    /// <summary>A string, or a list of chunks as soon as there is thinking.</summary>
    private static JsonNode ToContent(GeneratedChoice choice)
    {
        if (choice.Thinking is null)
            return JsonValue.Create(choice.Text);
        var chunks = new JsonArray(GeneratedChoice.ThinkChunk(choice.Thinking, isClosed: true));
        if (choice.Text.Length > 0)
            chunks.Add(GeneratedChoice.TextChunk(choice.Text));
        return chunks;
    }
}
