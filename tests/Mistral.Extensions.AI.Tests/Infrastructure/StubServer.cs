using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A message handler that returns prepared responses in order (the last one repeatedly) and records the requests. Use it to test the
/// JSON that is sent and received. Use the emulator for tests that need the rules of the API, streams over a network, or faults.
/// </summary>
internal sealed class StubServer : HttpMessageHandler
{
    internal const string Model = "mistral-small-latest";

    private readonly Queue<Func<HttpResponseMessage>> _responses = new();
    private readonly List<(Uri Uri, JsonNode? Body, HttpRequestMessage Message)> _requests = [];
    private readonly List<MultipartForm> _forms = [];

    /// <summary>Creates a server that responds to every request with this JSON.</summary>
    internal static StubServer WithResponse(string json, HttpStatusCode status = HttpStatusCode.OK) => new StubServer().Then(json, status);

    /// <summary>Creates a server that streams these payloads, one event each, and then <c>[DONE]</c>.</summary>
    internal static StubServer WithStream(params IEnumerable<string> payloads) => new StubServer().ThenStream(payloads);

    /// <summary>Creates a server that sends this text as an event stream.</summary>
    internal static StubServer WithRawStream(string body) => new StubServer().Then(() => CreateResponse(body, "text/event-stream"));

    /// <summary>Creates a server that responds with the text "OK", for tests of requests.</summary>
    internal static StubServer WithDefaultResponse() => WithResponse(Completion("""{"role":"assistant","content":"OK"}"""));

    /// <summary>The JSON of a chat completion with this message.</summary>
    internal static string Completion(string message, string finishReason = "stop") => $$"""
        {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"{{Model}}",
         "choices":[{"index":0,"message":{{message}},"finish_reason":"{{finishReason}}" }],
         "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15} }
        """;

    /// <summary>The JSON of a chunk with this delta.</summary>
    internal static string Chunk(string delta, string? finishReason = null, string? usage = null)
    {
        var reason = finishReason is null ? "null" : $"\"{finishReason}\"";
        return $$"""
            {"id":"cmpl-1","object":"chat.completion.chunk","created":1769088720,"model":"{{Model}}",
             "choices":[{"index":0,"delta":{{delta}},"finish_reason":{{reason}},"logprobs":null}],
             "usage":{{usage ?? "null"}} }
            """;
    }

    internal IReadOnlyList<HttpRequestMessage> RequestMessages => [.. _requests.Select(request => request.Message)];

    internal IReadOnlyList<JsonNode?> RequestBodies => [.. _requests.Select(request => request.Body)];

    /// <summary>The form data of the requests that have form data.</summary>
    internal IReadOnlyList<MultipartForm> Forms => [.. _forms];

    /// <summary>Gets the body of the only request.</summary>
    internal JsonNode SingleRequestBody() => Assert.Single(_requests).Body!;

    internal StubServer Then(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        Then(() => CreateResponse(json, "application/json", status));

    internal StubServer ThenStream(params IEnumerable<string> payloads)
    {
        var body = string.Concat(payloads.Append("[DONE]").Select(payload => $"data: {payload.ReplaceLineEndings(" ")}\n\n"));
        return Then(() => CreateResponse(body, "text/event-stream"));
    }

    internal StubServer Then(Func<HttpResponseMessage> createResponse)
    {
        _responses.Enqueue(createResponse);
        return this;
    }

    internal MistralClient CreateClient(Action<MistralClientOptions>? configure = null)
    {
        var options = new MistralClientOptions { ApiKey = "test-key" };
        configure?.Invoke(options);
        return new(new HttpClient(this), options);
    }

    internal IChatClient CreateChatClient(Action<MistralClientOptions>? configure = null, string? model = Model) =>
        CreateClient(configure).AsIChatClient(model);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var form = await MultipartForm.TryReadAsync(request.Content, cancellationToken);
        var text = request.Content is null || form is not null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var body = text is null ? form?.ToJson() : JsonNode.Parse(text);
        lock (_requests)
        {
            _requests.Add((request.RequestUri!, body, request));
            if (form is not null)
                _forms.Add(form);
        }

        RequestLog.Record(request.Method, request.RequestUri!, body);

        var response = (_responses.Count > 1 ? _responses.Dequeue() : _responses.Peek())();
        response.RequestMessage = request;
        return response;
    }

    private static HttpResponseMessage CreateResponse(string body, string contentType, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
}
