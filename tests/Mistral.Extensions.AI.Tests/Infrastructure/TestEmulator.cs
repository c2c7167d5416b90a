using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>An emulator for one test, and an <see cref="HttpClient"/> that calls it.</summary>
internal sealed class TestEmulator : IAsyncDisposable
{
    public const string Key = "test-key";

    private TestEmulator(MistralEmulator emulator)
    {
        Server = emulator;
        Http = new HttpClient { BaseAddress = new Uri(emulator.Endpoint, "/") };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public MistralEmulator Server { get; }

    public HttpClient Http { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static async Task<TestEmulator> StartAsync(MistralEmulatorOptions? options = null) =>
        new(await MistralEmulator.StartAsync(options, CancellationToken));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Posts a chat request. The model is <c>mistral-small-latest</c>, unless <paramref name="json"/> has another one.</summary>
    public Task<EmulatorResponse> PostChatAsync(string json)
    {
        var request = new JsonObject { ["model"] = "mistral-small-latest" };
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
            request[name] = value?.DeepClone();
        return SendAsync(HttpMethod.Post, "/v1/chat/completions", request.ToJsonString());
    }

    /// <summary>Posts a chat request with one user message. <paramref name="options"/> has further fields of the request.</summary>
    public Task<EmulatorResponse> PostUserMessageAsync(string text, string options = "{}")
    {
        var request = JsonNode.Parse(options)!.AsObject();
        request["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
        return PostChatAsync(request.ToJsonString());
    }

    /// <summary>Sends a request and reads the whole response.</summary>
    public Task<EmulatorResponse> SendAsync(
        HttpMethod method, string path, string? body = null, string contentType = "application/json") =>
        SendAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, contentType));

    /// <summary>Sends a request with any content and reads the whole response.</summary>
    public async Task<EmulatorResponse> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Http.SendAsync(request, CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = await response.Content.ReadAsStringAsync(CancellationToken);
        var result = new EmulatorResponse(response.StatusCode, headers, body);
        ResponseLog.Record(method, path, result);
        return result;
    }
}

/// <summary>A response of the emulator with its whole body.</summary>
internal sealed record EmulatorResponse(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public JsonNode Message => Json["choices"]![0]!["message"]!;

    public string Content => Message["content"]!.GetValue<string>();

    public string FinishReason => Json["choices"]![0]!["finish_reason"]!.GetValue<string>();

    /// <summary>The tool calls as name and arguments: <c>get_weather {"city":"Paris"}</c>.</summary>
    public IReadOnlyList<string> ToolCalls =>
    [
        .. (Message["tool_calls"] as JsonArray ?? []).Select(call => call!["function"]!)
            .Select(function => $"{function["name"]} {function["arguments"]}"),
    ];

    /// <summary>The data of the events of a stream, including <c>[DONE]</c>.</summary>
    public IReadOnlyList<string> EventPayloads =>
        [.. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(sseEvent => sseEvent["data: ".Length..])];

    /// <summary>The chunks of a stream.</summary>
    public IReadOnlyList<JsonNode> Chunks => [.. EventPayloads.SkipLast(1).Select(payload => JsonNode.Parse(payload)!)];

    /// <summary>The delta of the first choice of each chunk.</summary>
    public IReadOnlyList<JsonNode> Deltas => [.. Chunks.Select(chunk => chunk["choices"]![0]!["delta"]!)];
}
