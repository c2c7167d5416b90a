using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>The request fields that the properties of <see cref="MistralPromptExecutionSettings"/> set.</summary>
public sealed class SettingsRequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_setting_is_sent_as_its_API_field()
    {
        var request = await GetRequestAsync(new()
        {
            Temperature = 0.3,
            TopP = 0.9,
            MaxTokens = 100,
            PresencePenalty = 0.5,
            FrequencyPenalty = -0.5,
            Seed = 5_000_000_000,
            StopSequences = ["END", "STOP"],
            ChatSystemPrompt = "Be brief.",
            ReasoningEffort = "none",
            Prediction = "The sky is blue.",
            Guardrails =
            [
                new GuardrailConfig { BlockOnError = true, ModerationLlmV2 = new() { Action = "none", IgnoreOtherCategories = true } },
            ],
            SafePrompt = true,
            PromptCacheKey = "tenant-1",
            ServiceTier = "auto",
            Metadata = new Dictionary<string, object?> { ["user"] = "42", ["attempt"] = 2, ["beta"] = true },
        });

        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","temperature":0.3,"top_p":0.9,"max_tokens":100,"presence_penalty":0.5,"frequency_penalty":-0.5,
             "random_seed":5000000000,"stop":["END","STOP"],"reasoning_effort":"none",
             "prediction":{"type":"content","content":"The sky is blue."},
             "guardrails":[{"block_on_error":true,"moderation_llm_v2":{"action":"none","ignore_other_categories":true} }],
             "safe_prompt":true,"prompt_cache_key":"tenant-1","service_tier":"auto","metadata":{"user":"42","attempt":2,"beta":true},
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}
            """,
            request);
    }

    [Fact]
    public async Task Empty_settings_send_only_model_and_messages() =>
        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", await GetRequestAsync(new()));

    [Theory]
    [InlineData("high")]
    [InlineData("none")]
    public async Task Reasoning_effort_is_sent_without_conversion(string effort) =>
        Assert.Equal(effort, (string?)(await GetRequestAsync(new() { ReasoningEffort = effort }))["reasoning_effort"]);

    [Fact]
    public async Task Extension_data_is_sent_as_API_fields() =>
        Assert.Equal(2, (int?)(await GetRequestAsync(new() { ExtensionData = new Dictionary<string, object> { ["n"] = 2 } }))["n"]);

    [Fact]
    public async Task Type_as_response_format_is_sent_as_a_strict_JSON_schema()
    {
        var format = (await GetRequestAsync(new() { ResponseFormat = typeof(City) }))["response_format"]!;

        JsonAssert.Equal(
            """
            {"type":"json_schema","json_schema":{"name":"City","strict":true,"schema":{
              "type":"object","properties":{"Name":{"type":"string"},"Inhabitants":{"type":"integer"} },
              "required":["Name","Inhabitants"],"additionalProperties":false} } }
            """,
            format);
    }

    [Fact]
    public async Task Functions_are_strict_with_AllowStrictSchemaAdherence()
    {
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));
        var settings = new MistralPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowStrictSchemaAdherence = true }),
            ResponseFormat = typeof(Dictionaries),
        };

        await fixture.Kernel.InvokePromptAsync("Describe the weather.", new(settings), cancellationToken: Token);

        var request = fixture.RequestBodies[0];
        Assert.True((bool?)request["tools"]![0]!["function"]!["strict"]);
        // A schema with a dictionary cannot be strict, and strict functions do not change that.
        Assert.False((bool?)request["response_format"]!["json_schema"]!["strict"]);
    }

    [Fact]
    public async Task Strict_setting_overrides_AllowStrictSchemaAdherence()
    {
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));
        var settings = new MistralPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowStrictSchemaAdherence = true }),
            Strict = false,
        };

        await fixture.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token);

        Assert.False((bool?)fixture.RequestBodies[0]["tools"]![0]!["function"]!["strict"]);
    }

    public static TheoryData<object, string> ResponseFormats => new()
    {
        { "json_object", """{"type":"json_object"}""" },
        { "text", """{"type":"text"}""" },
        { ChatResponseFormat.Json, """{"type":"json_object"}""" },
        { new ResponseFormat { Type = "json_object" }, """{"type":"json_object"}""" },
        { new { type = "json_object" }, """{"type":"json_object"}""" },
        { JsonSchemaFormat, JsonSchemaFormat.ToJsonString() },
        {
            ChatResponseFormat.ForJsonSchema(GetSchema(JsonSchemaFormat), "word"),
            JsonSchemaFormat.ToJsonString().Replace("\"strict\":false", "\"strict\":true", StringComparison.Ordinal)
        },
    };

    [Theory]
    [MemberData(nameof(ResponseFormats), DisableDiscoveryEnumeration = true)]
    public async Task Response_format_can_have_several_types(object format, string expected)
    {
        var settings = new MistralPromptExecutionSettings { ResponseFormat = format, ChatSystemPrompt = "Respond in JSON." };

        JsonAssert.Equal(expected, (await GetRequestAsync(settings))["response_format"]);
    }

    [Fact]
    public async Task Unknown_response_format_string_throws_before_sending()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => fixture.Kernel.InvokePromptAsync(
            "Hi", new(new MistralPromptExecutionSettings { ResponseFormat = "xml" }), cancellationToken: Token));

        Assert.Contains("\"xml\"", error.GetBaseException().Message, StringComparison.Ordinal);
        Assert.Empty(fixture.RequestBodies);
    }

    [Fact]
    public async Task Settings_can_be_converted_to_options_for_a_custom_pipeline()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var settings = new MistralPromptExecutionSettings { ResponseFormat = typeof(City), ReasoningEffort = "none", SafePrompt = true };
        var options = settings.ToChatOptions(null);

        await fixture.Client.AsIChatClient(KernelFixture.ModelId).GetResponseAsync("Hi", options, Token);

        var request = Assert.Single(fixture.RequestBodies);
        Assert.Equal("City", (string?)request["response_format"]!["json_schema"]!["name"]);
        Assert.Equal("none", (string?)request["reasoning_effort"]);
        Assert.True((bool?)request["safe_prompt"]);
    }

    private static JsonNode JsonSchemaFormat => JsonNode.Parse(
        """
        {"type":"json_schema","json_schema":{"name":"word","strict":false,"schema":{
          "type":"object","properties":{"word":{"type":"string"} },"required":["word"],"additionalProperties":false} } }
        """)!;

    private static JsonElement GetSchema(JsonNode format) =>
        JsonElement.Parse(format["json_schema"]!["schema"]!.ToJsonString());

    private static async Task<JsonNode> GetRequestAsync(MistralPromptExecutionSettings settings)
    {
        await using var fixture = await KernelFixture.StartAsync();
        await fixture.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token);
        return Assert.Single(fixture.RequestBodies);
    }

    internal sealed record City(string Name, int Inhabitants);

    internal sealed record Dictionaries(Dictionary<string, string> Values);
}
