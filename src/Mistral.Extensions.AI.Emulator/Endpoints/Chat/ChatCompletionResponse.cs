using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>A chat or FIM completion, which is written as one JSON document or as an event stream.</summary>
/// <param name="Id">The ID of the completion.</param>
/// <param name="Created">The time of creation, in seconds since 1970.</param>
/// <param name="Model">The name of the model as the request specifies it.</param>
/// <param name="Guardrails">The results of the guardrails; null if the request has none.</param>
internal sealed record ChatCompletionResponse(string Id, long Created, string Model, JsonArray? Guardrails)
{
    /// <summary>Creates the JSON document.</summary>
    public JsonObject ToJson(IReadOnlyList<GeneratedChoice> choices, TokenUsage usage)
    {
        var json = CreateCommonFields("chat.completion");
        json["usage"] = usage.ToCompletionJson();
        json["choices"] = new JsonArray([.. choices.Select(ToChoice)]);
        AddGuardrails(json);
        return json;
    }

    /// <summary>
    /// Creates the chunks of a stream, each when its update is available. The last chunk has the usage and the guardrails.
    /// </summary>
    /// <param name="updates">The updates of the choices.</param>
    /// <param name="choiceCount">The number of choices.</param>
    /// <param name="countTokens">Counts the tokens of the response when it is complete.</param>
    public async IAsyncEnumerable<JsonObject> ToChunksAsync(
        IAsyncEnumerable<ChoiceUpdate> updates, int choiceCount, Func<Completion, TokenUsage> countTokens)
    {
        var received = new CompletionBuilder();
        var chunkIndex = 0;
        // The last chunk is known at the end of the updates: the usage can follow the finish reason.
        JsonObject? finished = null;
        await foreach (var update in updates.ConfigureAwait(false))
        {
            for (; chunkIndex < choiceCount; chunkIndex++)
                yield return ToChunk(ChoiceDeltas.CreateRole(chunkIndex), chunkIndex);
            received.Add(update);
            foreach (var choice in ChoiceDeltas.Create(update))
            {
                if (finished is not null)
                    yield return finished;
                var chunk = ToChunk(choice, chunkIndex++);
                finished = update.FinishReason is null ? null : chunk;
                if (finished is null)
                    yield return chunk;
            }
        }
        finished!["usage"] = countTokens(received.Build()).ToCompletionJson();
        AddGuardrails(finished);
        yield return finished;
    }

    private void AddGuardrails(JsonObject json)
    {
        if (Guardrails is not null)
            json["guardrails"] = Guardrails.DeepClone();
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
        var chunks = new JsonArray(MessageJson.CreateThinkChunk(choice.Thinking, isClosed: true, choice.Signature));
        if (choice.Text.Length > 0)
            chunks.Add((JsonNode)MessageJson.CreateTextChunk(choice.Text));
        return chunks;
    }
}
