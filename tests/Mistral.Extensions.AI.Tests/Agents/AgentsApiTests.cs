using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Agents;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Agents;

public sealed class AgentsApiTests
{
    private const string AgentId = "ag:d4d2a8c1:20250801:support:5e1f0a2b";

    private static readonly AgentsCompletionRequest FullRequest = new()
    {
        AgentId = AgentId,
        Messages = [new UserMessage("Hi")],
        MaxTokens = 64,
        Stop = ["\n\n"],
        RandomSeed = 42,
        Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("\"7\"") },
        ResponseFormat = new() { Type = "json_object" },
        Tools = [new FunctionTool(new() { Name = "f", Parameters = JsonElement.Parse("""{"type":"object"}""") })],
        ToolChoice = ToolChoice.Auto,
        PresencePenalty = 0.5f,
        FrequencyPenalty = -0.5f,
        N = 1,
        Prediction = new("Hello"),
        ParallelToolCalls = false,
        ReasoningEffort = "high",
        PromptMode = PromptMode.None,
        Guardrails = [new() { BlockOnError = true }],
        PromptCacheKey = "k",
        ServiceTier = "auto",
    };

    private const string FullRequestJson = """
        {"agent_id":"ag:d4d2a8c1:20250801:support:5e1f0a2b","messages":[{"role":"user","content":"Hi"}],"max_tokens":64,"stop":["\n\n"],
         "random_seed":42,"metadata":{"user":"7"},"response_format":{"type":"json_object"},
         "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"} } }],"tool_choice":"auto",
         "presence_penalty":0.5,"frequency_penalty":-0.5,"n":1,"prediction":{"type":"content","content":"Hello"},
         "parallel_tool_calls":false,"reasoning_effort":"high","prompt_mode":null,"guardrails":[{"block_on_error":true}],
         "prompt_cache_key":"k","service_tier":"auto"}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_is_sent_under_the_API_name()
    {
        var server = StubServer.WithDefaultResponse();

        var response = await server.CreateClient().Agents.CompleteAsync(FullRequest, CancellationToken);

        JsonAssert.Equal(FullRequestJson, server.SingleRequestBody());
        Assert.Equal("https://api.mistral.ai/v1/agents/completions", Assert.Single(server.RequestMessages).RequestUri!.AbsoluteUri);
        Assert.Equal("OK", response.Text);
    }

    [Fact]
    public async Task Streaming_request_sets_stream_and_yields_the_chunks()
    {
        var server = StubServer.WithStream(
            StubServer.Chunk("""{"role":"assistant","content":"O"}"""), StubServer.Chunk("""{"content":"K"}""", "stop"));

        var text = "";
        await foreach (var chunk in server.CreateClient().Agents.StreamAsync(FullRequest, CancellationToken))
            text += chunk.Text;

        Assert.Equal("OK", text);
        Assert.True(server.SingleRequestBody()["stream"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Request_without_agent_is_rejected() => Assert.StartsWith(
        "No agent was specified. Set AgentId",
        (await GetErrorAsync(FullRequest with { AgentId = " " })).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Conversation_and_options_are_validated_like_a_chat_request()
    {
        Message[] messages = [new UserMessage("Hi"), new AssistantMessage { Content = "Hello" }];
        Assert.StartsWith(
            "The last message has the role \"assistant\".",
            (await GetErrorAsync(FullRequest with { Messages = messages })).Message,
            StringComparison.Ordinal);
        Assert.Equal("N must be 1 if Prediction is set, but was 2. Remove one of them.",
            (await GetErrorAsync(FullRequest with { N = 2 })).Message);
        Assert.Equal("The random seed must be 0 or greater, but was -1.",
            (await GetErrorAsync(FullRequest with { RandomSeed = -1 })).Message);
        Assert.Equal("Tools is empty, which the API rejects. Set it to null.",
            (await GetErrorAsync(FullRequest with { Tools = [] })).Message);
    }

    [Fact]
    public async Task Example_of_the_OpenAPI_description_is_read_without_loss()
    {
        var example = OpenApiExamples.Read("agents.json");

        var response = await StubServer.WithResponse(example).CreateClient().Agents.CompleteAsync(FullRequest, CancellationToken);

        Assert.StartsWith("Arrr", response.Text, StringComparison.Ordinal);
        RoundTrip.AssertEqualIgnoringNulls(
            example, JsonSerializer.SerializeToNode(response, ChatJson.Default.ChatCompletionResponse));
    }

    [Fact]
    public async Task Agent_of_the_emulator_responds_with_its_model()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        emulator.AddAgent(AgentId, "mistral-medium-latest", "You are a pirate.");
        using var client = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });
        var request = new AgentsCompletionRequest { AgentId = AgentId, Messages = [new UserMessage("Ahoy")] };

        var response = await client.Agents.CompleteAsync(request, CancellationToken);
        var unknown = await Assert.ThrowsAsync<MistralException>(
            () => client.Agents.CompleteAsync(request with { AgentId = "ag:unknown" }, CancellationToken));

        Assert.Equal(("You said: \"Ahoy\".", "mistral-medium-latest"), (response.Text, response.Model));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("Agent ag:unknown not found", unknown.Message, StringComparison.Ordinal);
    }

    private static async Task<ArgumentException> GetErrorAsync(AgentsCompletionRequest request)
    {
        var agents = NoNetwork.CreateClient().Agents;
        var streamingError = Assert.Throws<ArgumentException>(() => { _ = agents.StreamAsync(request, CancellationToken); });
        var error = await Assert.ThrowsAsync<ArgumentException>(() => agents.CompleteAsync(request, CancellationToken));
        Assert.Equal(streamingError.Message, error.Message);
        return error;
    }
}
