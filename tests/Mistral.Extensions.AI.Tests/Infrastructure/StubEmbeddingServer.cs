using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A message handler that responds to embedding requests. Each input must be a number, followed by any number of dots ('.' or '。') that
/// make it longer; its embedding has that number as its only element. The embeddings are in reverse order of the inputs. A request that is
/// too large gets the error response of the API.
/// </summary>
internal sealed class StubEmbeddingServer : HttpMessageHandler
{
    private readonly List<IReadOnlyList<string>> _requests = [];
    private int _activeRequests;

    /// <summary>The maximum number of inputs in a request.</summary>
    internal int MaxInputs { get; init; } = 256;

    /// <summary>The maximum number of characters in the inputs of a request.</summary>
    internal int MaxCharacters { get; init; } = int.MaxValue;

    /// <summary>A callback that runs before each response, with the inputs of the request.</summary>
    internal Func<IReadOnlyList<string>, CancellationToken, Task>? BeforeResponse { get; init; }

    /// <summary>The inputs of each request, in order of arrival.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>The highest number of concurrent requests.</summary>
    internal int PeakConcurrency { get; private set; }

    internal IEmbeddingGenerator<string, Embedding<float>> CreateGenerator(string model = "mistral-embed") =>
        new MistralClient(new HttpClient(this), new() { ApiKey = "test-key" }).AsIEmbeddingGenerator(model);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        RequestLog.Record(request.Method, request.RequestUri!, body);
        var inputs = body["input"]!.AsArray().Select(input => (string)input!).ToList();
        lock (_requests)
        {
            _requests.Add(inputs);
            PeakConcurrency = Math.Max(PeakConcurrency, ++_activeRequests);
        }

        try
        {
            await (BeforeResponse?.Invoke(inputs, cancellationToken) ?? Task.CompletedTask);
            return CreateResponse(inputs, (string)body["model"]!);
        }
        finally
        {
            lock (_requests)
                _activeRequests--;
        }
    }

    private HttpResponseMessage CreateResponse(List<string> inputs, string model)
    {
        if (inputs.Count > MaxInputs)
            return CreateErrorResponse("Too many inputs in request, split into more batches.");
        if (inputs.Sum(input => input.Length) > MaxCharacters)
            return CreateErrorResponse("Too many tokens overall, split into more batches.");

        var body = new JsonObject
        {
            ["id"] = "embd-1",
            ["object"] = "list",
            ["model"] = model,
            ["data"] = new JsonArray([.. inputs.Select(CreateEmbedding).Reverse()]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = inputs.Count, ["completion_tokens"] = 0, ["total_tokens"] = inputs.Count },
        };
        return new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString()) };
    }

    private static JsonObject CreateEmbedding(string input, int index) => new()
    {
        ["object"] = "embedding",
        ["embedding"] = new JsonArray(float.Parse(input.Trim('.', '。'), System.Globalization.CultureInfo.InvariantCulture)),
        ["index"] = index,
    };

    private static HttpResponseMessage CreateErrorResponse(string message) => new(HttpStatusCode.BadRequest)
    {
        Content = new StringContent($$"""
            {"object":"error","message":"{{message}}","type":"invalid_request_prompt","param":null,"code":"3210","raw_status_code":400}
            """),
    };
}
