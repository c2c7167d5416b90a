using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

namespace Mistral.Extensions.AI.WebChat.Tests;

/// <summary>The HTTP endpoints of the server, without a browser.</summary>
[Collection(nameof(SharedWebChat))]
public sealed class ServerTests(WebChatFixture chat) : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _http = new() { BaseAddress = chat.Address };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Sample_runs_without_configuration()
    {
        using var process = await WebChatProcess.StartAsync(connectionString: null);
        using var http = new HttpClient { BaseAddress = process.Address };

        var page = await http.GetStringAsync("/", CancellationToken);
        var models = await http.GetFromJsonAsync<JsonObject>("/models", CancellationToken);

        Assert.Contains("<title>Web chat</title>", page, StringComparison.Ordinal);
        Assert.True((bool)models!["isEmulator"]!);
        Assert.Equal("mistral-small-latest", (string?)models["default"]);
    }

    [Fact]
    public async Task Content_security_policy_blocks_scripts_and_requests_to_other_servers()
    {
        var page = await _http.GetStringAsync("/", CancellationToken);

        Assert.Contains("""http-equiv="Content-Security-Policy" content="default-src 'self'; img-src 'self' data:;""", page,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_a_response_have_a_type()
    {
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(
            Chunks.Reasoning("Hm."), Chunks.ToolCall("get_weather", "{\"city\":"), Chunks.ToolCall(null, "\"Paris\"}"),
            Chunks.ToolCall("get_weather", "{\"city\":\"Lyon\"}", "call00002"), Chunks.End("tool_calls")));
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.Text("Sunny."), Chunks.Reference(3), Chunks.End()));

        var events = await SendAsync(UserMessage("Is it warm?"));

        Assert.Equal(
            [
                """{"type":"reasoning","text":"Hm."}""",
                """{"type":"tool_call","number":0,"name":"get_weather","arguments":"{\"city\":"}""",
                """{"type":"tool_call","number":0,"name":"get_weather","arguments":"\"Paris\"}"}""",
                """{"type":"tool_call","number":1,"name":"get_weather","arguments":"{\"city\":\"Lyon\"}"}""",
                "usage",
                """{"type":"tool_result","number":0,"result":"10 °C and sun","isError":false}""",
                """{"type":"tool_result","number":1,"result":"22 °C and rain","isError":false}""",
                "messages",
                """{"type":"text","text":"Sunny."}""",
                """{"type":"citation","title":"Source 3","url":null,"snippet":null}""",
                "usage",
                "messages",
                """{"type":"done","isTruncated":false}""",
            ],
            events.Select(item => (string?)item["type"] is "usage" or "messages" ? (string?)item["type"] : item.ToJsonString(Readable)));
        Assert.Equal(824, (int?)events.Last(item => (string?)item["type"] == "usage")["inputTokens"]);
    }

    [Fact]
    public async Task Messages_of_a_response_are_accepted_in_the_next_request()
    {
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(
            Chunks.Reasoning("Hm."), Chunks.ToolCall("search_docs", "{\"query\":\"images\"}"), Chunks.End("tool_calls")));
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.Text("As URLs."), Chunks.Reference(0), Chunks.End()));
        var question = UserMessage("How are images sent?");
        var events = await SendAsync(question);
        var messages = events.Where(item => (string?)item["type"] == "messages").SelectMany(item => (JsonArray)item["messages"]!);
        chat.Emulator.ClearRequests();

        await SendAsync([question, .. messages.Select(message => message!.DeepClone()), UserMessage("Thanks.")]);

        var sent = (JsonArray)chat.Emulator.Requests[^1].Json!["messages"]!;
        Assert.Equal(
            ["system", "user", "assistant", "tool", "assistant", "user"], sent.Select(message => (string?)message!["role"]));
        Assert.Equal("thinking", (string?)sent[2]!["content"]![0]!["type"]);
        Assert.Equal("search_docs", (string?)sent[2]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Equal("Vision", (string?)JsonNode.Parse((string)sent[3]!["content"]!)!["0"]!["title"]);
        Assert.Equal("[0]", sent[4]!["content"]![1]!["reference_ids"]!.ToJsonString());
    }

    [Theory]
    [InlineData(401, "The API key was rejected.")]
    [InlineData(403, "The request is not allowed.")]
    [InlineData(413, "The conversation is too large.")]
    [InlineData(422, "The request was rejected.")]
    [InlineData(429, "There are too many requests.")]
    [InlineData(503, "The Mistral API is not available.")]
    public async Task Error_response_is_an_event(int statusCode, string message)
    {
        chat.Emulator.Enqueue(ScriptedResponse.Fault(statusCode));

        var error = Assert.Single(await SendAsync(UserMessage("Hi")));

        Assert.Equal(("error", message), ((string?)error["type"], (string?)error["message"]));
        Assert.Contains($"HTTP {statusCode}", (string?)error["details"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_connection_is_an_event()
    {
        using var process = await WebChatProcess.StartAsync("Endpoint=http://127.0.0.1:9;Key=test-key;Model=mistral-small-latest");
        using var http = new HttpClient { BaseAddress = process.Address };

        var error = Assert.Single(await SendAsync(http, UserMessage("Hi")));
        var models = await http.GetAsync("/models", CancellationToken);

        Assert.Equal("The connection to the Mistral API was lost.", (string?)error["message"]);
        Assert.Equal(HttpStatusCode.BadGateway, models.StatusCode);
    }

    [Fact]
    public async Task Tool_calls_in_eight_responses_in_a_row_are_an_error()
    {
        var call = ScriptedResponse.EventStream(Chunks.ToolCall("get_weather", "{\"city\":\"Paris\"}"), Chunks.End("tool_calls"));
        for (var i = 0; i < 8; i++)
            chat.Emulator.Enqueue(call);

        var events = await SendAsync(UserMessage("Is it warm?"));

        Assert.Equal("The model did not stop calling tools.", (string?)events[^1]["message"]);
    }

    [Theory]
    [InlineData("get_wether", "{\"city\":\"Paris\"}", "Error: The function get_wether does not exist.")]
    [InlineData("get_weather", "{\"city\":", "Error: ")]
    [InlineData("get_weather", "{}", "Error: ")]
    public async Task Invalid_tool_call_has_an_error_as_its_result(string name, string arguments, string result)
    {
        chat.Emulator.Enqueue(ScriptedResponse.EventStream(Chunks.ToolCall(name, arguments), Chunks.End("tool_calls")));

        var events = await SendAsync(UserMessage("Go."));

        var toolResult = events.Single(item => (string?)item["type"] == "tool_result");
        Assert.True((bool)toolResult["isError"]!);
        Assert.StartsWith(result, (string?)toolResult["result"], StringComparison.Ordinal);
        Assert.Equal("done", (string?)events[^1]["type"]);
    }

    private static JsonObject UserMessage(string text) => new()
    {
        ["role"] = "user",
        ["contents"] = new JsonArray(new JsonObject { ["$type"] = "text", ["text"] = text }),
    };

    private Task<List<JsonNode>> SendAsync(params JsonNode[] messages) => SendAsync(_http, messages);

    private static async Task<List<JsonNode>> SendAsync(HttpClient http, params JsonNode[] messages)
    {
        var request = new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.Select(message => message.DeepClone())]),
            ["tools"] = true,
        };
        using var response = await http.PostAsJsonAsync("/chat", request, CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadAsStringAsync(CancellationToken);
        return [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(item => JsonNode.Parse(item["data: ".Length..])!)];
    }
}
