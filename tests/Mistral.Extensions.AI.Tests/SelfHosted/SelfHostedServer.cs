using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>
/// A scripted OpenAI-compatible server: it returns responses in the form of one server, and rejects what that server rejects. The model
/// reasons and returns "Four". If the request has tools and no tool result, it calls the first tool.
/// </summary>
internal abstract class SelfHostedServer : HttpMessageHandler
{
    public const string Model = "mistral-small";
    public const string Reasoning = "Two and two";
    public const string Text = "Four";

    private readonly List<JsonObject> _requests = [];

    public JsonObject LastRequest => _requests[^1];

    /// <summary>The ID of the tool call, as the server generates it.</summary>
    protected abstract string ToolCallId { get; }

    /// <summary>The name of the field for reasoning.</summary>
    protected abstract string ReasoningField { get; }

    /// <summary>Whether the server reduces embeddings to the <c>dimensions</c> of a request.</summary>
    public virtual bool SupportsDimensions => true;

    public static SelfHostedServer Create(string name) => name switch
    {
        "vLLM" => new VllmServer(),
        "llama.cpp" => new LlamaCppServer(),
        "Ollama" => new OllamaServer(),
        _ => new LMStudioServer(),
    };

    public MistralClient CreateClient(ChatRules? rules = null) => new(
        new HttpClient(this),
        new MistralClientOptions
        {
            ApiKey = "any",
            Endpoint = new Uri("http://localhost:8000/v1"),
            ChatRules = rules ?? ChatRules.OpenAICompatible(),
        });

    public IChatClient CreateChatClient(ChatRules? rules = null) => CreateClient(rules).AsIChatClient(Model);

    /// <summary>Returns the error message for a chat request that the server rejects; null for others.</summary>
    protected abstract string? FindError(JsonObject request);

    /// <summary>Creates the body of an error response.</summary>
    protected abstract string CreateError(HttpStatusCode status, string message);

    protected abstract string CreateCompletion(string message, string finishReason);

    protected abstract string CreateChunk(string choices, string? usage);

    protected abstract string CreateModelNotFoundMessage(string model);

    protected static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected virtual HttpResponseMessage UnknownPath(string path) => Error(HttpStatusCode.NotFound, "Not Found");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path == "/v1/models")
            return Json($$"""{"object":"list","data":[{"id":"{{Model}}","object":"model","created":1769088720,"owned_by":"library"}]}""");

        if (path is not ("/v1/chat/completions" or "/v1/embeddings"))
            return UnknownPath(path);

        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        _requests.Add(body);
        if ((string?)body["model"] is not Model and var model)
            return Error(HttpStatusCode.NotFound, CreateModelNotFoundMessage(model!));
        if (path == "/v1/embeddings")
            return Json(CreateEmbeddings(SupportsDimensions ? (int?)body["dimensions"] ?? 4 : 4));
        if (FindError(body) is { } error)
            return Error(HttpStatusCode.BadRequest, error);
        return (bool?)body["stream"] is true ? Stream(body) : Json(Complete(body));
    }

    private static bool CallsTool(JsonObject request) =>
        request["tools"] is not null && request["messages"]!.AsArray().All(message => (string?)message!["role"] != "tool");

    private string CreateCall(JsonObject request) => $$"""
        [{"index":0,"id":"{{ToolCallId}}","type":"function",
          "function":{"name":"{{request["tools"]![0]!["function"]!["name"]}}","arguments":"{\"a\":2}"} }]
        """;

    private string Complete(JsonObject request) => CallsTool(request)
        ? CreateCompletion($$"""{"role":"assistant","content":null,"tool_calls":{{CreateCall(request)}} }""", "tool_calls")
        : CreateCompletion($$"""{"role":"assistant","content":"{{Text}}","{{ReasoningField}}":"{{Reasoning}}"}""", "stop");

    private HttpResponseMessage Stream(JsonObject request)
    {
        string[] deltas = CallsTool(request)
            ? [$$"""{"tool_calls":{{CreateCall(request)}} }"""]
            :
            [
                $$"""{"{{ReasoningField}}":"Two and "}""", $$"""{"{{ReasoningField}}":"two"}""",
                """{"content":"Fo"}""", """{"content":"ur"}""",
            ];
        var chunks = deltas.Prepend("""{"role":"assistant","content":""}""")
            .Select(delta => CreateChunk($$"""[{"index":0,"delta":{{delta}},"finish_reason":null}]""", null))
            .Append(CreateChunk($$"""[{"index":0,"delta":{},"finish_reason":"{{(CallsTool(request) ? "tool_calls" : "stop")}}"}]""", null));
        // All four servers send the usage of a stream only on request, in a last chunk without choices.
        if ((bool?)request["stream_options"]?["include_usage"] is true)
            chunks = chunks.Append(CreateChunk("[]", """{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15}"""));
        var body = string.Concat(chunks.Append("[DONE]").Select(chunk => $"data: {chunk.ReplaceLineEndings(" ")}\n\n"));
        return new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "text/event-stream") };
    }

    private static string CreateEmbeddings(int dimensions)
    {
        var embedding = Convert.ToBase64String(new byte[dimensions * sizeof(float)]);
        return $$"""
            {"object":"list","data":[{"object":"embedding","embedding":"{{embedding}}","index":0}],"model":"{{Model}}",
             "usage":{"prompt_tokens":2,"total_tokens":2} }
            """;
    }

    private HttpResponseMessage Error(HttpStatusCode status, string message) => Json(CreateError(status, message), status);
}
