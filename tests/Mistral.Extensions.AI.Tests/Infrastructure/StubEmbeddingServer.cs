using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Sits in the seat of the network where texts are many: gives each text that is a number the vector of that number, last text first,
/// and refuses what is too large in the API's words.
/// </summary>
internal sealed class StubEmbeddingServer : HttpMessageHandler
{
    private readonly List<IReadOnlyList<string>> _requests = [];
    private int _activeRequests;

    /// <summary>How many texts a request may have.</summary>
    internal int MaxInputs { get; init; } = 512;

    /// <summary>How many letters a request may have.</summary>
    internal int MaxCharacters { get; init; } = int.MaxValue;

    /// <summary>Stands between a request and its answer.</summary>
    internal Func<IReadOnlyList<string>, CancellationToken, Task>? BeforeResponse { get; init; }

    /// <summary>The texts of each request so far, in order of arrival.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>The most requests that were under way at once.</summary>
    internal int PeakConcurrency { get; private set; }

    internal IEmbeddingGenerator<string, Embedding<float>> CreateGenerator(string model = "mistral-embed") =>
        new MistralClient(new HttpClient(this), new() { ApiKey = "test-key" }).AsIEmbeddingGenerator(model);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        RequestLog.Record(request.Method, request.RequestUri!, body);
        var texts = body["input"]!.AsArray().Select(text => (string)text!).ToList();
        lock (_requests)
        {
            _requests.Add(texts);
            PeakConcurrency = Math.Max(PeakConcurrency, ++_activeRequests);
        }

        try
        {
            await (BeforeResponse?.Invoke(texts, cancellationToken) ?? Task.CompletedTask);
            return CreateResponse(texts, (string)body["model"]!);
        }
        finally
        {
            lock (_requests)
                _activeRequests--;
        }
    }

    private HttpResponseMessage CreateResponse(List<string> texts, string model) =>
        texts.Count > MaxInputs ? CreateErrorResponse("Too many inputs in request, split into more batches.")
        : texts.Sum(text => text.Length) > MaxCharacters ? CreateErrorResponse("Too many tokens overall, split into more batches.")
        : new(HttpStatusCode.OK)
        {
            Content = new StringContent(new JsonObject
            {
                ["id"] = "embd-1",
                ["object"] = "list",
                ["model"] = model,
                ["data"] = new JsonArray([.. texts.Select(CreateEmbedding).Reverse()]),
                ["usage"] = new JsonObject { ["prompt_tokens"] = texts.Count, ["completion_tokens"] = 0, ["total_tokens"] = texts.Count },
            }.ToJsonString()),
        };

    private static JsonObject CreateEmbedding(string text, int index) => new()
    {
        ["object"] = "embedding",
        ["embedding"] = new JsonArray(float.Parse(text.Trim('.'), System.Globalization.CultureInfo.InvariantCulture)),
        ["index"] = index,
    };

    private static HttpResponseMessage CreateErrorResponse(string message) => new(HttpStatusCode.BadRequest)
    {
        Content = new StringContent(
            $$"""{"object":"error","message":"{{message}}","type":"invalid_request_prompt","param":null,"code":"3210","raw_status_code":400}"""),
    };
}
