using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>
/// The raw request, which <see cref="ChatOptions.RawRepresentationFactory"/> returns, takes precedence. The portable options, which are the
/// other properties of <see cref="ChatOptions"/>, fill only the fields that the raw request does not set.
/// </summary>
public sealed class RawRequestTests
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    [Fact]
    public async Task Raw_request_overrides_every_portable_option()
    {
        var options = CreatePortableOptions();
        options.RawRepresentationFactory = _ => new ChatCompletionRequest
        {
            Model = "raw-model",
            Temperature = 0.5f,
            TopP = 0.75f,
            MaxTokens = 1,
            FrequencyPenalty = 0.25f,
            PresencePenalty = 0.5f,
            RandomSeed = 1,
            ResponseFormat = new() { Type = "text" },
            ReasoningEffort = "medium",
            ToolChoice = ToolChoice.None,
            ParallelToolCalls = true,
            SafePrompt = false,
            N = 2,
        };

        JsonAssert.Equal("""
            {"model":"raw-model","messages":[{"role":"user","content":"Hi"}],"temperature":0.5,"top_p":0.75,"max_tokens":1,
             "frequency_penalty":0.25,"presence_penalty":0.5,"random_seed":1,"response_format":{"type":"text"},"reasoning_effort":"medium",
             "tools":[{"type":"function","function":{"name":"portable","parameters":{"type":"object","properties":{}}}}],
             "tool_choice":"none","parallel_tool_calls":true,"safe_prompt":false,"n":2}
            """, await SentRequests.GetAsync(options));
    }

    [Fact]
    public async Task Portable_options_fill_unset_fields_of_the_raw_request()
    {
        var options = CreatePortableOptions();
        options.RawRepresentationFactory = _ => new ChatCompletionRequest { PromptCacheKey = "key" };

        JsonAssert.Equal("""
            {"model":"portable-model","messages":[{"role":"user","content":"Hi"}],"temperature":1.5,"top_p":1,"max_tokens":9,
             "frequency_penalty":1,"presence_penalty":1,"random_seed":9,"response_format":{"type":"text"},"reasoning_effort":"high",
             "tools":[{"type":"function","function":{"name":"portable","parameters":{"type":"object","properties":{}}}}],
             "tool_choice":"auto","parallel_tool_calls":false,"safe_prompt":true,"n":9,"prompt_cache_key":"key"}
            """, await SentRequests.GetAsync(options));
    }

    [Fact]
    public async Task Portable_lists_are_appended_to_raw_lists()
    {
        var request = await SentRequests.GetAsync([new(ChatRole.User, "Hi")], new ChatOptions
        {
            Instructions = "Portable.",
            StopSequences = ["portable"],
            Tools = [AIFunctionFactory.CreateDeclaration("portable", null, NoParameters)],
            AdditionalProperties = new() { ["stop"] = "extra" },
            RawRepresentationFactory = _ => new ChatCompletionRequest
            {
                Messages = [new SystemMessage("Raw.")],
                Stop = ["raw"],
                Tools = [new FunctionTool(new() { Name = "raw", Parameters = NoParameters })],
            },
        });

        JsonAssert.Equal("""
            {"model":"mistral-small-latest",
             "messages":[{"role":"system","content":"Raw."},{"role":"system","content":"Portable."},{"role":"user","content":"Hi"}],
             "stop":["raw","portable","extra"],
             "tools":[{"type":"function","function":{"name":"raw","parameters":{"type":"object","properties":{}}}},
                      {"type":"function","function":{"name":"portable","parameters":{"type":"object","properties":{}}}}]}
            """, request);
    }

    [Fact]
    public async Task Raw_response_format_without_schema_gets_the_portable_schema()
    {
        var sent = await SentRequests.GetFieldAsync("response_format", new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(NoParameters, "portable", "Portable."),
            RawRepresentationFactory = _ => new ChatCompletionRequest
            {
                ResponseFormat = new() { JsonSchema = new() { Name = "raw", Strict = false } },
            },
        });

        JsonAssert.Equal("""
            {"type":"json_schema","json_schema":{"name":"raw","description":"Portable.","strict":false,
             "schema":{"type":"object","properties":{},"additionalProperties":false} } }
            """, sent);
    }

    [Fact]
    public async Task Strict_flag_of_the_portable_schema_is_not_applied_to_a_raw_schema()
    {
        var sent = await SentRequests.GetFieldAsync("response_format", new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(NoParameters, "portable"),
            RawRepresentationFactory = _ => new ChatCompletionRequest
            {
                ResponseFormat = new() { Type = "json_schema", JsonSchema = new() { Schema = JsonElement.Parse("""{"type":"object"}""") } },
            },
        });

        JsonAssert.Equal("""{"type":"json_schema","json_schema":{"name":"portable","schema":{"type":"object"}}}""", sent);
    }

    [Fact]
    public async Task Raw_response_format_of_another_type_gets_no_schema()
    {
        var sent = await SentRequests.GetFieldAsync("response_format", new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(NoParameters),
            RawRepresentationFactory = _ => new ChatCompletionRequest { ResponseFormat = new() { Type = "json_object" } },
        });

        JsonAssert.Equal("""{"type":"json_object"}""", sent);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Unknown_fields_of_the_raw_request_are_sent_unchanged()
    {
        var sent = await SentRequests.GetFieldAsync("brand_new", new()
        {
            RawRepresentationFactory = _ => new ChatCompletionRequest
            {
                AdditionalProperties = new Dictionary<string, JsonElement> { ["brand_new"] = JsonElement.Parse("""{"a":[1,2.50]}""") },
            },
        });

        Assert.Equal("""{"a":[1,2.50]}""", sent?.ToJsonString());
    }

    [Fact]
    public async Task Raw_request_factory_is_called_once_per_request_with_the_chat_client()
    {
        var chat = StubServer.WithDefaultResponse().CreateChatClient();
        var clients = new List<IChatClient>();
        var options = new ChatOptions
        {
            RawRepresentationFactory = client =>
            {
                clients.Add(client);
                return null;
            },
        };

        await chat.GetResponseAsync("Hi", options, TestContext.Current.CancellationToken);

        Assert.Same(chat, Assert.Single(clients));
    }

    [Fact]
    public async Task Raw_request_of_another_provider_is_ignored() => JsonAssert.Equal(
        """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"max_tokens":7}""",
        await SentRequests.GetAsync(
            new ChatOptions { MaxOutputTokens = 7, RawRepresentationFactory = _ => new Uri("https://example.com") }));

    [Fact]
    public async Task Reused_raw_request_is_not_modified()
    {
        var raw = new ChatCompletionRequest { Stop = ["raw"], Tools = [new ImageGenerationTool()] };
        var options = new ChatOptions { StopSequences = ["portable"], RawRepresentationFactory = _ => raw };

        await SentRequests.GetAsync(options);
        var second = await SentRequests.GetAsync(options);

        JsonAssert.Equal("""["raw","portable"]""", second["stop"]);
        Assert.Equal(new ChatCompletionRequest { Stop = raw.Stop, Tools = raw.Tools }, raw);
    }

    private static ChatOptions CreatePortableOptions() => new()
    {
        ModelId = "portable-model",
        Temperature = 1.5f,
        TopP = 1,
        MaxOutputTokens = 9,
        FrequencyPenalty = 1,
        PresencePenalty = 1,
        Seed = 9,
        ResponseFormat = ChatResponseFormat.Text,
        Reasoning = new() { Effort = ReasoningEffort.Low },
        Tools = [AIFunctionFactory.CreateDeclaration("portable", null, NoParameters)],
        ToolMode = ChatToolMode.Auto,
        AllowMultipleToolCalls = false,
        AdditionalProperties = new() { ["safe_prompt"] = true, ["n"] = 9 },
    };
}
