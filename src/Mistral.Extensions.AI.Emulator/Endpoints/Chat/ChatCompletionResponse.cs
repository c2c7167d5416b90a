using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>A chat or FIM completion, which is written as one JSON document or as an event stream.</summary>
/// <param name="Id">The ID of the completion.</param>
/// <param name="Created">The time of creation, in seconds since 1970.</param>
/// <param name="Model">The name of the model as the request specifies it.</param>
/// <param name="Choices">The generated choices.</param>
/// <param name="Usage">The token usage.</param>
/// <param name="Guardrails">The results of the guardrails; null if the request has none.</param>
internal sealed record ChatCompletionResponse(
    string Id, long Created, string Model, IReadOnlyList<GeneratedChoice> Choices, TokenUsage Usage, JsonArray? Guardrails)
{
    /// <summary>Creates the HTTP response.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Whether the response is an event stream.</param>
    /// <param name="textInLastChunk">Whether the last chunk of a stream has the last text together with the finish reason.</param>
    public ApiResponse ToApiResponse(ModelCard model, bool stream, bool textInLastChunk)
    {
        var response = stream ? ApiResponse.EventStream(ToChunks(textInLastChunk)) : ApiResponse.Json(ToJson());
        return response with { Headers = model.GetResponseHeaders(), TokenCost = Usage.TotalTokens };
    }

    private JsonObject ToJson()
    {
        var json = CreateCommonFields("chat.completion");
        json["usage"] = Usage.ToCompletionJson();
        json["choices"] = new JsonArray([.. Choices.Select(ToChoice)]);
        if (Guardrails is not null)
            json["guardrails"] = Guardrails.DeepClone();
        return json;
    }

    /// <summary>Creates the chunks of a stream. The choices are interleaved; the last chunk has the usage and the guardrails.</summary>
    private IEnumerable<JsonObject> ToChunks(bool textInLastChunk)
    {
        var chunk = default(JsonObject);
        var chunkIndex = 0;
        foreach (var delta in Interleave(Choices.Select((choice, index) => ChoiceDeltas.Create(choice, index, textInLastChunk))))
        {
            if (chunk is not null)
                yield return chunk;
            chunk = ToChunk(delta, chunkIndex++);
        }
        chunk!["usage"] = Usage.ToCompletionJson();
        if (Guardrails is not null)
            chunk["guardrails"] = Guardrails.DeepClone();
        yield return chunk;
    }

    private static IEnumerable<JsonObject> Interleave(IEnumerable<IEnumerable<JsonObject>> streams)
    {
        var remaining = streams.Select(stream => stream.GetEnumerator()).ToList();
        while (remaining.Count > 0)
        {
            remaining.RemoveAll(stream => !stream.MoveNext());
            foreach (var stream in remaining)
                yield return stream.Current;
        }
    }

    /// <summary>Creates one chunk. The server pads each chunk with a field <c>p</c> of varying length.</summary>
    private JsonObject ToChunk(JsonObject choice, int chunkIndex)
    {
        const string Padding = "abcdefghijklmnopqrstuvwxyz0123456789";
        var chunk = CreateCommonFields("chat.completion.chunk");
        chunk["choices"] = new JsonArray(choice);
        chunk["p"] = Padding[..(1 + (chunkIndex * 7 % Padding.Length))];
        return chunk;
    }

    private JsonObject CreateCommonFields(string objectType) =>
        new() { ["id"] = Id, ["object"] = objectType, ["created"] = Created, ["model"] = Model };

    private static JsonObject ToChoice(GeneratedChoice choice, int index) => new()
    {
        ["index"] = index,
        ["finish_reason"] = choice.FinishReason,
        ["message"] = new JsonObject
        {
            ["role"] = "assistant",
            ["tool_calls"] = choice.ToolCalls.Count == 0 ? null : MessageJson.CreateToolCalls(choice.ToolCalls),
            ["content"] = ToContent(choice),
        },
    };

    /// <summary>Creates the content of a message: a string, or a list of chunks if there is reasoning.</summary>
    private static JsonNode ToContent(GeneratedChoice choice)
    {
        if (choice.Thinking is null)
            return JsonValue.Create(choice.Text);
        var chunks = new JsonArray(MessageJson.CreateThinkChunk(choice.Thinking, isClosed: true));
        if (choice.Text.Length > 0)
            chunks.Add((JsonNode)MessageJson.CreateTextChunk(choice.Text));
        return chunks;
    }
}
