using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Answers of the API as a program sees them through <see cref="IChatClient"/>, and what it sends in the turn after.</summary>
internal static class ChatResponses
{
    private static readonly ChatMessage UserQuestion = new(ChatRole.User, "Hi");
    private static readonly JsonSerializerOptions CompactJson = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    internal static Task<ChatResponse> FromMessageAsync(string message, string finishReason = "stop", ChatOptions? options = null) =>
        FromCompletionAsync(StubServer.Completion(message, finishReason), options);

    /// <summary>A whole answer of which everything is said, not only the message.</summary>
    internal static Task<ChatResponse> FromCompletionAsync(string completion, ChatOptions? options = null) =>
        StubServer.WithResponse(completion).CreateChatClient().GetResponseAsync(UserQuestion, options, TestContext.Current.CancellationToken);

    /// <summary>The updates of a stream of these deltas; the reason for its end, and the usage, come with one more that says nothing.</summary>
    internal static Task<List<ChatResponseUpdate>> UpdatesFromDeltasAsync(IEnumerable<string> deltas, string finishReason = "stop", ChatOptions? options = null) =>
        UpdatesFromChunksAsync(deltas.Select(delta => StubServer.Chunk(delta))
            .Append(StubServer.Chunk("""{"content":""}""", finishReason, """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""")), options);

    /// <summary>The updates of a stream of which everything is said, not only the deltas.</summary>
    internal static async Task<List<ChatResponseUpdate>> UpdatesFromChunksAsync(IEnumerable<string> chunks, ChatOptions? options = null)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in StubServer.WithStream(chunks).CreateChatClient()
            .GetStreamingResponseAsync([UserQuestion], options, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    internal static async Task<ChatResponse> FromDeltasAsync(IEnumerable<string> deltas, string finishReason = "stop", ChatOptions? options = null) =>
        (await UpdatesFromDeltasAsync(deltas, finishReason, options)).ToChatResponse();

    internal static IList<AIContent> Contents(this ChatResponse response) => Assert.Single(response.Messages).Contents;

    /// <summary>The messages of the turn after an answer: the question, the answer, a result for each call, and "Go on".</summary>
    internal static async Task<JsonNode> GetNextRequestMessagesAsync(this ChatResponse response)
    {
        var server = StubServer.WithDefaultResponse();
        var results = response.Contents().OfType<FunctionCallContent>().Where(call => !call.InformationalOnly)
            .Select(AIContent (call) => new FunctionResultContent(call.CallId, "done")).ToList();
        List<ChatMessage> conversation = [UserQuestion, .. response.Messages];
        conversation.Add(results.Count > 0 ? new(ChatRole.Tool, results) : new(ChatRole.User, "Go on"));

        await server.CreateChatClient().GetResponseAsync(conversation, cancellationToken: TestContext.Current.CancellationToken);

        return server.SingleRequestBody()["messages"]!;
    }

    /// <summary>All an answer says, as lines, without its raw representation. Ids the library has made up are random, and left out.</summary>
    internal static string Describe(this ChatResponse response) => string.Join('\n',
    [
        $"{response.ResponseId} {response.ModelId} {response.CreatedAt:O} {response.FinishReason} {response.ConversationId}",
        $"usage {response.Usage?.InputTokenCount} {response.Usage?.OutputTokenCount} {response.Usage?.TotalTokenCount} {response.Usage?.CachedInputTokenCount}",
        .. response.Messages.Select(message => $"{message.Role} {message.MessageId} {string.Join(' ', message.AdditionalProperties ?? [])}"),
        .. response.Messages.SelectMany(message => message.Contents).Select(Describe),
    ]);

    internal static string Describe(AIContent content) => $"{content.GetType().Name} " + content switch
    {
        TextContent text => $"{text.Text} {FormatCitations(text)}",
        TextReasoningContent thought => $"{thought.Text} {thought.ProtectedData} {FormatCitations(thought)}",
        FunctionCallContent call => $"{call.Name} {FormatArguments(call.Arguments)} broken: {call.Exception is not null} hosted: {call.InformationalOnly}",
        FunctionResultContent result => $"{result.CallId} {(result.Result is IEnumerable<AIContent> parts ? string.Join(' ', parts.Select(Describe)) : result.Result)}",
        DataContent data => data.Uri,
        UriContent link => link.Uri.ToString(),
        HostedFileContent file => file.FileId,
        ErrorContent error => error.Message,
        _ => "",
    };

    private static string FormatArguments(IDictionary<string, object?>? arguments) =>
        arguments is null ? "none" : JsonSerializer.Serialize(arguments, CompactJson.GetTypeInfo(typeof(IDictionary<string, object?>)));

    private static string FormatCitations(AIContent content) =>
        string.Join(' ', content.Annotations?.OfType<CitationAnnotation>().Select(citation => $"[{citation.Title}|{citation.Url}|{citation.ToolName}]") ?? []);
}
