using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>What each setting is on the wire.</summary>
public sealed class TypedSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_setting_reaches_the_wire_under_the_name_the_API_has()
    {
        var request = await SentAsync(new()
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
            Guardrails = [new GuardrailConfig { BlockOnError = true, ModerationLlmV2 = new() { Action = "none", IgnoreOtherCategories = true } }],
            SafePrompt = true,
            PromptCacheKey = "tenant-1",
            ServiceTier = "auto",
            Metadata = new Dictionary<string, object?> { ["user"] = "42", ["attempt"] = 2, ["beta"] = true },
        });

        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","temperature":0.3,"top_p":0.9,"max_tokens":100,"presence_penalty":0.5,"frequency_penalty":-0.5,
             "random_seed":5000000000,"stop":["END","STOP"],"reasoning_effort":"none","prediction":{"type":"content","content":"The sky is blue."},
             "guardrails":[{"block_on_error":true,"moderation_llm_v2":{"action":"none","ignore_other_categories":true} }],
             "safe_prompt":true,"prompt_cache_key":"tenant-1","service_tier":"auto","metadata":{"user":"42","attempt":2,"beta":true},
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}
            """,
            request);
    }

    [Fact]
    public async Task Without_settings_nothing_is_sent_but_the_conversation() =>
        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", await SentAsync(new()));

    [Theory]
    [InlineData("high")]
    [InlineData("none")]
    public async Task An_effort_goes_out_as_it_is(string effort) =>
        Assert.Equal(effort, (string?)(await SentAsync(new() { ReasoningEffort = effort }))["reasoning_effort"]);

    [Fact]
    public async Task Fields_without_a_setting_go_into_the_extension_data() =>
        Assert.Equal(2, (int?)(await SentAsync(new() { ExtensionData = new Dictionary<string, object> { ["n"] = 2 } }))["n"]);

    [Fact]
    public async Task A_type_is_the_schema_of_the_answer()
    {
        var format = (await SentAsync(new() { ResponseFormat = typeof(City) }))["response_format"]!;

        JsonAssert.Equal(
            """
            {"type":"json_schema","json_schema":{"name":"City","strict":true,"schema":{
              "type":"object","properties":{"name":{"type":"string"},"inhabitants":{"type":"integer"} },
              "required":["name","inhabitants"],"additionalProperties":false} } }
            """,
            format);
    }

    public static TheoryData<object, string> Formats => new()
    {
        { "json_object", """{"type":"json_object"}""" },
        { "text", """{"type":"text"}""" },
        { ChatResponseFormat.Json, """{"type":"json_object"}""" },
        { new ResponseFormat { Type = "json_object" }, """{"type":"json_object"}""" },
        { new { type = "json_object" }, """{"type":"json_object"}""" },
        { JsonSchemaFormat, JsonSchemaFormat.ToJsonString() },
        { ChatResponseFormat.ForJsonSchema(JsonSchemaOf(JsonSchemaFormat), "word"), JsonSchemaFormat.ToJsonString().Replace("\"strict\":false", "\"strict\":true", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Formats), DisableDiscoveryEnumeration = true)]
    public async Task A_format_may_be_named_in_many_ways(object format, string expected)
    {
        var settings = new MistralPromptExecutionSettings { ResponseFormat = format, ChatSystemPrompt = "Answer in JSON." };

        JsonAssert.Equal(expected, (await SentAsync(settings))["response_format"]);
    }

    [Fact]
    public async Task A_word_that_is_no_format_is_an_error_before_anything_is_sent()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => emulated.Kernel.InvokePromptAsync(
            "Hi", new(new MistralPromptExecutionSettings { ResponseFormat = "xml" }), cancellationToken: Token));

        Assert.Contains("\"xml\"", error.GetBaseException().Message, StringComparison.Ordinal);
        Assert.Empty(emulated.Bodies);
    }

    [Fact]
    public async Task Settings_reach_a_pipeline_of_the_callers_own_too()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var settings = new MistralPromptExecutionSettings { ResponseFormat = typeof(City), ReasoningEffort = "none", SafePrompt = true };
        var options = settings.ToChatOptions(null);

        await emulated.Client.AsIChatClient(EmulatedKernel.Model).GetResponseAsync("Hi", options, Token);

        var request = Assert.Single(emulated.Bodies);
        Assert.Equal("City", (string?)request["response_format"]!["json_schema"]!["name"]);
        Assert.Equal("none", (string?)request["reasoning_effort"]);
        Assert.True((bool?)request["safe_prompt"]);
    }

    private static JsonNode JsonSchemaFormat => JsonNode.Parse(
        """
        {"type":"json_schema","json_schema":{"name":"word","strict":false,"schema":{
          "type":"object","properties":{"word":{"type":"string"} },"required":["word"],"additionalProperties":false} } }
        """)!;

    private static System.Text.Json.JsonElement JsonSchemaOf(JsonNode format) =>
        System.Text.Json.JsonElement.Parse(format["json_schema"]!["schema"]!.ToJsonString());

    private static async Task<JsonNode> SentAsync(MistralPromptExecutionSettings settings)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        await emulated.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token);
        return Assert.Single(emulated.Bodies);
    }

    internal sealed record City(string Name, int Inhabitants);
}
