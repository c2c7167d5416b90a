using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The conversations endpoints below <c>/v1/conversations</c>.</summary>
/// <param name="runner">Generates the responses.</param>
/// <param name="idGenerator">The source of conversation IDs.</param>
/// <param name="timeProvider">The time at which conversations are started and continued.</param>
internal sealed class ConversationsEndpoint(TurnRunner runner, IdGenerator idGenerator, TimeProvider timeProvider)
{
    private readonly ConversationStore _conversations = new();

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/conversations", Start);
        routes.MapApi("GET", "/conversations", List);
        routes.MapApi("GET", "/conversations/{conversation_id}", request => ApiResponse.Json(Find(request).ToJson()));
        routes.MapApi("DELETE", "/conversations/{conversation_id}", Delete);
        routes.MapApi("POST", "/conversations/{conversation_id}", Append);
        routes.MapApi("POST", "/conversations/{conversation_id}/restart", Restart);
        routes.MapApi("GET", "/conversations/{conversation_id}/history", request => ApiResponse.Json(
            Find(request).CreateList("entries", "conversation.history", _ => true)));
        routes.MapApi("GET", "/conversations/{conversation_id}/messages", request => ApiResponse.Json(
            Find(request).CreateList("messages", "conversation.messages",
                entry => entry.Type is EntryTypes.MessageInput or EntryTypes.MessageOutput)));
    }

    private ApiResponse Start(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(ConversationSchemas.Start, ApiError.InvalidFields);
        ConversationRules.CheckStart(request);
        return Run(apiRequest, Create(StoredConversation.CreateDefinition(request), []), request, isNew: true);
    }

    private ApiResponse Append(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(ConversationSchemas.Append, ApiError.InvalidFields);
        lock (_conversations.GetLock(Find(apiRequest).Id))
            return Run(apiRequest, Find(apiRequest), request, isNew: false);
    }

    private ApiResponse Restart(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(ConversationSchemas.Restart, ApiError.InvalidFields);
        var original = Find(apiRequest);
        var entryId = request.FindString("from_entry_id")!;
        var index = original.Entries.FindIndex(entry => entry.Id == entryId);
        if (index < 0)
            throw ApiError.NotFound($"Entry {entryId} of conversation {original.Id} not found");
        var restarted = Create(original.CreateRestartedDefinition(request), original.Entries.GetRange(0, index + 1));
        return Run(apiRequest, restarted, request, isNew: true);
    }

    private StoredConversation Create(JsonElement definition, ImmutableList<ConversationEntry> entries) =>
        new(idGenerator.NextPrefixedId("conv"), definition, timeProvider.GetUtcNow()) { Entries = entries };

    private ApiResponse Run(ApiRequest apiRequest, StoredConversation conversation, JsonElement request, bool isNew)
    {
        var result = runner.Run(apiRequest, conversation, request);
        apiRequest.CountToward(result.Model.Id);
        var now = timeProvider.GetUtcNow();
        if (!request.IsFalse("store"))
            _conversations.Set(conversation with { Entries = [.. result.Turn.Entries], UpdatedAt = now }, isNew);
        var response = request.IsTrue("stream")
            ? ApiResponse.NamedEventStream(ConversationEvents.Create(conversation.Id, result.Turn.Outputs, result.Usage, now.ToJson()))
            : ApiResponse.Json(result.ToJson(conversation.Id));
        return response with { Headers = result.Model.GetResponseHeaders(), TokenCost = result.Usage.TotalTokens };
    }

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
