using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>Answers of the API as a program sees them through <see cref="IChatClient"/>, and what it sends in the turn after.</summary>
internal static class Answers
{
    private static readonly ChatMessage Question = new(ChatRole.User, "Hi");
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    internal static Task<ChatResponse> WholeAsync(string message, string finishReason = "stop", ChatOptions? options = null) =>
        ReadAsync(StubServer.Completion(message, finishReason), options);

    /// <summary>A whole answer of which everything is said, not only the message.</summary>
    internal static Task<ChatResponse> ReadAsync(string completion, ChatOptions? options = null) =>
        StubServer.Answering(completion).Chat().GetResponseAsync(Question, options, TestContext.Current.CancellationToken);

    /// <summary>The updates of a stream of these deltas; the reason for its end, and the usage, come with one more that says nothing.</summary>
    internal static Task<List<ChatResponseUpdate>> UpdatesAsync(IEnumerable<string> deltas, string finishReason = "stop", ChatOptions? options = null) =>
        ReadStreamAsync(deltas.Select(delta => StubServer.Chunk(delta))
            .Append(StubServer.Chunk("""{"content":""}""", finishReason, """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""")), options);

    /// <summary>The updates of a stream of which everything is said, not only the deltas.</summary>
    internal static async Task<List<ChatResponseUpdate>> ReadStreamAsync(IEnumerable<string> chunks, ChatOptions? options = null)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in StubServer.Streaming(chunks).Chat()
            .GetStreamingResponseAsync([Question], options, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    internal static async Task<ChatResponse> StreamedAsync(IEnumerable<string> deltas, string finishReason = "stop", ChatOptions? options = null) =>
        (await UpdatesAsync(deltas, finishReason, options)).ToChatResponse();

    internal static IList<AIContent> Contents(this ChatResponse response) => Assert.Single(response.Messages).Contents;

    /// <summary>The messages of the turn after an answer: the question, the answer, a result for each call, and "Go on".</summary>
    internal static async Task<JsonNode> NextTurnAsync(this ChatResponse response)
    {
        var server = StubServer.Any();
        var results = response.Contents().OfType<FunctionCallContent>().Where(call => !call.InformationalOnly)
            .Select(AIContent (call) => new FunctionResultContent(call.CallId, "done")).ToList();
        List<ChatMessage> conversation = [Question, .. response.Messages];
        conversation.Add(results.Count > 0 ? new(ChatRole.Tool, results) : new(ChatRole.User, "Go on"));

        await server.Chat().GetResponseAsync(conversation, cancellationToken: TestContext.Current.CancellationToken);

        return server.Body()["messages"]!;
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
        TextContent text => $"{text.Text} {Sources(text)}",
        TextReasoningContent thought => $"{thought.Text} {thought.ProtectedData} {Sources(thought)}",
        FunctionCallContent call => $"{call.Name} {Json(call.Arguments)} broken: {call.Exception is not null} hosted: {call.InformationalOnly}",
        FunctionResultContent result => $"{result.CallId} {(result.Result is IEnumerable<AIContent> parts ? string.Join(' ', parts.Select(Describe)) : result.Result)}",
        DataContent data => data.Uri,
        UriContent link => link.Uri.ToString(),
        HostedFileContent file => file.FileId,
        ErrorContent error => error.Message,
        _ => "",
    };

    private static string Json(IDictionary<string, object?>? arguments) =>
        arguments is null ? "none" : JsonSerializer.Serialize(arguments, Compact.GetTypeInfo(typeof(IDictionary<string, object?>)));

    private static string Sources(AIContent content) =>
        string.Join(' ', content.Annotations?.OfType<CitationAnnotation>().Select(citation => $"[{citation.Title}|{citation.Url}|{citation.ToolName}]") ?? []);
}
