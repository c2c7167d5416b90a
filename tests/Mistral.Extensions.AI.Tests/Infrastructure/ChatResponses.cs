using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Gets API responses through <see cref="IChatClient"/>, describes them, and sends the next request of the conversation.</summary>
internal static class ChatResponses
{
    private static readonly ChatMessage UserQuestion = new(ChatRole.User, "Hi");
    private static readonly JsonSerializerOptions CompactJson = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Gets the response for a completion with this message.</summary>
    internal static Task<ChatResponse> FromMessageAsync(string message, string finishReason = "stop", ChatOptions? options = null) =>
        FromCompletionAsync(StubServer.Completion(message, finishReason), options);

    /// <summary>Gets the response for a complete JSON body of the API.</summary>
    internal static Task<ChatResponse> FromCompletionAsync(string completion, ChatOptions? options = null) =>
        StubServer.WithResponse(completion).CreateChatClient().GetResponseAsync(UserQuestion, options, CancellationToken);

    /// <summary>Gets the updates of a stream with these deltas and a last chunk with finish reason and token usage.</summary>
    internal static Task<List<ChatResponseUpdate>> UpdatesFromDeltasAsync(
        IEnumerable<string> deltas, string finishReason = "stop", ChatOptions? options = null)
    {
        const string Usage = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";
        var chunks = deltas.Select(delta => StubServer.Chunk(delta)).Append(StubServer.Chunk("""{"content":""}""", finishReason, Usage));
        return UpdatesFromChunksAsync(chunks, options);
    }

    /// <summary>Gets the updates of a stream with these complete chunks.</summary>
    internal static async Task<List<ChatResponseUpdate>> UpdatesFromChunksAsync(IEnumerable<string> chunks, ChatOptions? options = null)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in StubServer.WithStream(chunks).CreateChatClient()
            .GetStreamingResponseAsync([UserQuestion], options, CancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    /// <summary>Gets the response that the updates of a stream with these deltas add up to.</summary>
    internal static async Task<ChatResponse> FromDeltasAsync(
        IEnumerable<string> deltas, string finishReason = "stop", ChatOptions? options = null) =>
        (await UpdatesFromDeltasAsync(deltas, finishReason, options)).ToChatResponse();

    internal static IList<AIContent> Contents(this ChatResponse response) => Assert.Single(response.Messages).Contents;

    /// <summary>
    /// Sends the next request of the conversation and returns its messages: the question, the response, and a result for each tool call
    /// (or "Go on" if there is none).
    /// </summary>
    internal static async Task<JsonNode> GetNextRequestMessagesAsync(this ChatResponse response)
    {
        var server = StubServer.WithDefaultResponse();
        var results = response.Contents().OfType<FunctionCallContent>().Where(call => !call.InformationalOnly)
            .Select(AIContent (call) => new FunctionResultContent(call.CallId, "done")).ToList();
        List<ChatMessage> conversation = [UserQuestion, .. response.Messages];
        conversation.Add(results.Count > 0 ? new(ChatRole.Tool, results) : new(ChatRole.User, "Go on"));

        await server.CreateChatClient().GetResponseAsync(conversation, cancellationToken: CancellationToken);

        return server.SingleRequestBody()["messages"]!;
    }

    /// <summary>
    /// Describes everything in a response as lines of text, except its raw representation and the IDs of tool calls: the library may have
    /// generated those, and they are random.
    /// </summary>
    internal static string Describe(this ChatResponse response) => string.Join('\n',
    [
        $"{response.ResponseId} {response.ModelId} {response.CreatedAt:O} {response.FinishReason} {response.ConversationId}",
        Describe(response.Usage),
        .. response.Messages.Select(Describe),
        .. response.Messages.SelectMany(message => message.Contents).Select(Describe),
    ]);

    internal static string Describe(AIContent content) => $"{content.GetType().Name} " + content switch
    {
        TextContent text => $"{text.Text} {FormatCitations(text)}",
        TextReasoningContent reasoning => $"{reasoning.Text} {reasoning.ProtectedData} {FormatCitations(reasoning)}",
        FunctionCallContent call =>
            $"{call.Name} {FormatArguments(call.Arguments)} "
            + $"exception: {call.Exception is not null} informational: {call.InformationalOnly}",
        FunctionResultContent { Result: IEnumerable<AIContent> parts } result =>
            $"{result.CallId} {string.Join(' ', parts.Select(Describe))}",
        FunctionResultContent result => $"{result.CallId} {result.Result}",
        DataContent data => data.Uri,
        UriContent link => link.Uri.ToString(),
        HostedFileContent file => file.FileId,
        ErrorContent error => error.Message,
        _ => "",
    };

    private static string Describe(ChatMessage message) =>
        $"{message.Role} {message.MessageId} {string.Join(' ', message.AdditionalProperties ?? [])}";

    private static string Describe(UsageDetails? usage) =>
        $"usage {usage?.InputTokenCount} {usage?.OutputTokenCount} {usage?.TotalTokenCount} {usage?.CachedInputTokenCount}";

    private static string FormatArguments(IDictionary<string, object?>? arguments) => arguments is null
        ? "none"
        : JsonSerializer.Serialize(arguments, CompactJson.GetTypeInfo(typeof(IDictionary<string, object?>)));

    private static string FormatCitations(AIContent content) => string.Join(' ', content.Annotations?.OfType<CitationAnnotation>()
        .Select(citation => $"[{citation.Title}|{citation.Url}|{citation.ToolName}]") ?? []);
}
