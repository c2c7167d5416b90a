using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>An emulator of its own for one test, and a plain HTTP client at this end.</summary>
internal sealed class TestEmulator : IAsyncDisposable
{
    public const string Key = "any-key";

    private TestEmulator(MistralEmulator emulator)
    {
        Emulator = emulator;
        Http = new HttpClient { BaseAddress = new Uri(emulator.Endpoint, "/") };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public MistralEmulator Emulator { get; }

    public HttpClient Http { get; }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static async Task<TestEmulator> StartAsync(MistralEmulatorOptions? options = null) =>
        new(await MistralEmulator.StartAsync(options, CancellationToken));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Emulator.DisposeAsync();
    }

    /// <summary>A chat request to a small model; the members of <paramref name="json"/> go beside the model or replace it.</summary>
    public Task<EmulatorResponse> PostChatAsync(string json)
    {
        var request = new JsonObject { ["model"] = "mistral-small-latest" };
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
            request[name] = value?.DeepClone();
        return SendAsync(HttpMethod.Post, "/v1/chat/completions", request.ToJsonString());
    }

    /// <summary>A chat request whose only message is this text of a user; <paramref name="options"/> are further members of it.</summary>
    public Task<EmulatorResponse> PostUserMessageAsync(string text, string options = "{}")
    {
        var request = JsonNode.Parse(options)!.AsObject();
        request["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
        return PostChatAsync(request.ToJsonString());
    }

    public async Task<EmulatorResponse> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await Http.SendAsync(request, CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new EmulatorResponse(response.StatusCode, headers, await response.Content.ReadAsStringAsync(CancellationToken));
    }
}

/// <summary>What came back, read to its end.</summary>
internal sealed record EmulatorResponse(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public JsonNode Message => Json["choices"]![0]!["message"]!;

    public string Content => Message["content"]!.GetValue<string>();

    public string FinishReason => Json["choices"]![0]!["finish_reason"]!.GetValue<string>();

    /// <summary>Name and arguments of the calls: <c>get_weather {"city":"Paris"}</c>.</summary>
    public IReadOnlyList<string> ToolCalls =>
    [
        .. (Message["tool_calls"] as JsonArray ?? []).Select(call => call!["function"]!)
            .Select(function => $"{function["name"]} {function["arguments"]}"),
    ];

    /// <summary>The payloads of an event stream, <c>[DONE]</c> included.</summary>
    public IReadOnlyList<string> EventPayloads =>
        [.. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..])];

    public IReadOnlyList<JsonNode> Chunks => [.. EventPayloads.SkipLast(1).Select(payload => JsonNode.Parse(payload)!)];

    public IReadOnlyList<JsonNode> Deltas => [.. Chunks.Select(chunk => chunk["choices"]![0]!["delta"]!)];
}
