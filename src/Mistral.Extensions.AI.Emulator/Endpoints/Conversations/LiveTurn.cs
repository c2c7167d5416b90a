using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>A response that is sent while the model creates it.</summary>
/// <param name="turn">The turn, to which the response is added when it is complete.</param>
/// <param name="updates">The updates of the model.</param>
/// <param name="entryFactory">Creates the entries.</param>
/// <param name="timeProvider">The time of events.</param>
internal sealed class LiveTurn(
    PreparedTurn turn, IAsyncEnumerable<ChoiceUpdate> updates, EntryFactory entryFactory, TimeProvider timeProvider)
{
    private readonly StreamedContent _content = new();
    private ConversationEntry? _message;

    /// <summary>Creates the events.</summary>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="complete">Called with the token usage when the turn is complete; returns the time.</param>
    public async IAsyncEnumerable<JsonObject> StreamAsync(string conversationId, Func<ConversationUsage, string> complete)
    {
        yield return ConversationEvents.CreateStarted(conversationId, timeProvider.GetUtcNow().ToJson());
        foreach (var (index, entry) in turn.Turn.Outputs.Index())
        {
            foreach (var data in ConversationEvents.Create(entry, index))
                yield return data;
        }
        var received = new CompletionBuilder();
        await foreach (var update in updates.ConfigureAwait(false))
        {
            received.Add(update);
            foreach (var data in CreateDeltas(update))
                yield return data;
        }
        var completion = received.Build();
        foreach (var data in CompleteTurn(completion.Choices[0]))
            yield return data;
        var usage = turn.CreateUsage(completion.Usage);
        yield return ConversationEvents.CreateDone(usage, complete(usage));
    }

    private IEnumerable<JsonObject> CreateDeltas(ChoiceUpdate update)
    {
        if (update.Thinking is { } thinking)
        {
            var index = _content.AddThinking(thinking, update.Signature);
            yield return CreateDelta(index, MessageJson.CreateThinkChunk(thinking, update.ClosesThinking, update.Signature));
        }
        if (update.Text is { } text)
            yield return CreateDelta(_content.AddText(text), text);
    }

    private JsonObject CreateDelta(int contentIndex, JsonNode content)
    {
        _message ??= entryFactory.CreateMessage("", turn.Configuration);
        return ConversationEvents.CreateMessageDelta(_message.Json, turn.Turn.Outputs.Count, contentIndex, content);
    }

    /// <summary>Adds the message and the calls to the turn, and creates the events that are left.</summary>
    private List<JsonObject> CompleteTurn(GeneratedChoice choice)
    {
        var events = new List<JsonObject>();
        if (_message is not null || choice.ToolCalls.Count == 0)
        {
            foreach (var chunk in turn.ToolResults.SelectMany(result => result.Content).OfType<JsonObject>())
                events.Add(CreateDelta(_content.AddChunk(chunk), chunk.DeepClone()));
            turn.Turn.AddOutput(CreateMessage());
        }
        foreach (var call in choice.ToolCalls)
        {
            var entry = entryFactory.CreateFunctionCall(call, turn.Configuration);
            events.AddRange(ConversationEvents.Create(entry, turn.Turn.Outputs.Count));
            turn.Turn.AddOutput(entry);
        }
        return events;
    }

    private ConversationEntry CreateMessage()
    {
        _message ??= entryFactory.CreateMessage("", turn.Configuration);
        var json = JsonObject.Create(_message.Json)!;
        json["content"] = _content.ToJson();
        json["completed_at"] = timeProvider.GetUtcNow().ToJson();
        return new ConversationEntry(json.ToElement());
    }
}
