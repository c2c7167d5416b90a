using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The conversations endpoints below <c>/v1/conversations</c>.</summary>
/// <param name="runner">Processes requests up to the response of the model.</param>
/// <param name="responder">Adds the response of the model.</param>
/// <param name="idGenerator">The source of conversation IDs.</param>
/// <param name="timeProvider">The time at which conversations are started and continued.</param>
internal sealed class ConversationsEndpoint(
    TurnRunner runner, TurnResponder responder, IdGenerator idGenerator, TimeProvider timeProvider)
{
    private readonly ConversationStore _conversations = new();

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/conversations", StartAsync);
        routes.MapApi("GET", "/conversations", List);
        routes.MapApi("GET", "/conversations/{conversation_id}", request => ApiResponse.Json(Find(request).ToJson()));
        routes.MapApi("DELETE", "/conversations/{conversation_id}", Delete);
        routes.MapApi("POST", "/conversations/{conversation_id}", AppendAsync);
        routes.MapApi("POST", "/conversations/{conversation_id}/restart", RestartAsync);
        routes.MapApi("GET", "/conversations/{conversation_id}/history", request => ApiResponse.Json(
            Find(request).CreateList("entries", "conversation.history", _ => true)));
        routes.MapApi("GET", "/conversations/{conversation_id}/messages", request => ApiResponse.Json(
            Find(request).CreateList("messages", "conversation.messages",
                entry => entry.Type is EntryTypes.MessageInput or EntryTypes.MessageOutput)));
    }

    /// <summary>Deletes all conversations.</summary>
    public void Reset() => _conversations.Clear();

    private Task<ApiResponse> StartAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        var request = apiRequest.ReadJson(ConversationSchemas.Start, ApiError.InvalidFields);
        ConversationRules.CheckStart(request);
        var conversation = Create(StoredConversation.CreateDefinition(request), []);
        return RunAsync(apiRequest, conversation, request, isNew: true, cancellationToken);
    }

    private async Task<ApiResponse> AppendAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        var request = apiRequest.ReadJson(ConversationSchemas.Append, ApiError.InvalidFields);
        // Until the end of the response: a stream adds its entries then.
        apiRequest.RegisterForDispose(await _conversations.LockAsync(Find(apiRequest).Id, cancellationToken).ConfigureAwait(false));
        return await RunAsync(apiRequest, Find(apiRequest), request, isNew: false, cancellationToken).ConfigureAwait(false);
    }

    private Task<ApiResponse> RestartAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        var request = apiRequest.ReadJson(ConversationSchemas.Restart, ApiError.InvalidFields);
        var original = Find(apiRequest);
        var entryId = request.FindString("from_entry_id")!;
        var index = original.Entries.FindIndex(entry => entry.Id == entryId);
        if (index < 0)
            throw ApiError.NotFound($"Entry {entryId} of conversation {original.Id} not found");
        var restarted = Create(original.CreateRestartedDefinition(request), original.Entries.GetRange(0, index + 1));
        return RunAsync(apiRequest, restarted, request, isNew: true, cancellationToken);
    }

    private StoredConversation Create(JsonElement definition, ImmutableList<ConversationEntry> entries) =>
        new(idGenerator.NextPrefixedId("conv"), definition, timeProvider.GetUtcNow()) { Entries = entries };

    private async Task<ApiResponse> RunAsync(
        ApiRequest apiRequest, StoredConversation conversation, JsonElement request, bool isNew, CancellationToken cancellationToken)
    {
        var turn = runner.Prepare(apiRequest, conversation, request);
        var headers = turn.Model.GetResponseHeaders();
        var model = turn.NeedsModel ? responder.GetModel(apiRequest, turn) : null;
        var isStream = request.IsTrue("stream");
        if (isStream && model is { Kind: ModelKind.ChatClient })
        {
            var live = await responder.StartAsync(model, turn, cancellationToken).ConfigureAwait(false);
            var events = live.StreamAsync(conversation.Id, usage =>
            {
                apiRequest.CountTokens(usage.TotalTokens);
                return Store();
            });
            return ApiResponse.LiveNamedEventStream(events, CreateErrorEvent) with { Headers = headers };
        }
        var usage = await responder.RespondAsync(model, turn, cancellationToken).ConfigureAwait(false);
        var time = Store();
        var response = isStream
            ? ApiResponse.NamedEventStream(ConversationEvents.Create(conversation.Id, turn.Turn.Outputs, usage, time))
            : ApiResponse.Json(turn.ToJson(conversation.Id, usage));
        return response with { Headers = headers, TokenCost = usage.TotalTokens };

        string Store()
        {
            var now = timeProvider.GetUtcNow();
            if (!request.IsFalse("store"))
                _conversations.Set(conversation with { Entries = [.. turn.Turn.Entries], UpdatedAt = now }, isNew);
            return now.ToJson();
        }
    }

    private JsonObject CreateErrorEvent(ApiError error) =>
        ConversationEvents.CreateError(error.Message, timeProvider.GetUtcNow().ToJson());

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(ConversationSchemas.List);
        var metadata = new MetadataFilter(query);
        var matches = _conversations.GetAll().Where(conversation => metadata.Matches(conversation.Definition.Find("metadata")));
        return ApiResponse.Json(new JsonArray([.. matches.GetPage(query).Select(conversation => conversation.ToJson())]));
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var id = request.GetRouteValue("conversation_id");
        return _conversations.Delete(id) ? ApiResponse.NoContent() : throw CreateNotFoundError(id);
    }

    private StoredConversation Find(ApiRequest request)
    {
        var id = request.GetRouteValue("conversation_id");
        return _conversations.Find(id) ?? throw CreateNotFoundError(id);
    }

    private static ApiError CreateNotFoundError(string id) => ApiError.NotFound($"Conversation {id} not found");
}
