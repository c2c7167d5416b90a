using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>
/// The options that only Mistral has, in <see cref="ChatOptions.AdditionalProperties"/>, with every supported value type.
/// </summary>
public sealed class AdditionalPropertiesTests
{
    public static TheoryData<string, object?, string> ValidValues => new()
    {
        { "safe_prompt", true, "true" },
        { "safe_prompt", "True", "true" },
        { "safe_prompt", JsonElement.Parse("false"), "false" },
        { "n", 2, "2" },
        { "n", 2L, "2" },
        { "n", 2.0, "2" },
        { "n", 2f, "2" },
        { "n", 2m, "2" },
        { "n", 2UL, "2" },
        { "random_seed", 9007199254740993m, "9007199254740993" },
        { "n", "2", "2" },
        { "n", JsonElement.Parse("2"), "2" },
        { "n", JsonElement.Parse("2.0"), "2" },
        { "n", JsonElement.Parse("\"2\""), "2" },
        { "random_seed", 4294967296.0, "4294967296" },
        { "random_seed", (byte)7, "7" },
        { "stop", "END", """["END"]""" },
        { "stop", JsonElement.Parse("\"END\""), """["END"]""" },
        { "stop", JsonElement.Parse("""["A","B"]"""), """["A","B"]""" },
        { "stop", new[] { "A", "B" }, """["A","B"]""" },
        { "stop", new object[] { "A", JsonElement.Parse("\"B\"") }, """["A","B"]""" },
        { "stop", new[] { 1, 2 }.Select(number => $"S{number}"), """["S1","S2"]""" },
        { "reasoning_effort", "xhigh", "\"xhigh\"" },
        { "prompt_cache_key", "k", "\"k\"" },
        { "prompt_cache_key", JsonElement.Parse("\"k\""), "\"k\"" },
        { "service_tier", "standard_only", "\"standard_only\"" },
        { "prompt_mode", "reasoning", "\"reasoning\"" },
        { "metadata", JsonElement.Parse("""{"a":{"b":1}}"""), """{"a":{"b":1}}""" },
        { "metadata", new Dictionary<string, string> { ["a"] = "b" }, """{"a":"b"}""" },
        { "metadata", new Dictionary<string, object?> { ["a"] = 1, ["b"] = true }, """{"a":1,"b":true}""" },
        { "metadata", new AdditionalPropertiesDictionary { ["a"] = "b" }, """{"a":"b"}""" },
        { "metadata", new System.Text.Json.Nodes.JsonObject { ["a"] = "b" }, """{"a":"b"}""" },
        { "prediction", "It is.", """{"type":"content","content":"It is."}""" },
        { "prediction", JsonElement.Parse("\"It is.\""), """{"type":"content","content":"It is."}""" },
        { "prediction", JsonElement.Parse("""{"type":"content","content":"It is."}"""), """{"type":"content","content":"It is."}""" },
        { "prediction", new Prediction("It is."), """{"type":"content","content":"It is."}""" },
        {
            "guardrails", JsonElement.Parse("""[{"block_on_error":true,"moderation_llm_v2":{"action":"block"}}]"""),
            """[{"block_on_error":true,"moderation_llm_v2":{"action":"block"}}]"""
        },
        {
            "guardrails", JsonElement.Parse("""{"block_on_error":true,"moderation_llm_v9":{"x":1}}"""),
            """[{"block_on_error":true,"moderation_llm_v9":{"x":1}}]"""
        },
        { "guardrails", new GuardrailConfig { BlockOnError = true }, """[{"block_on_error":true}]""" },
        {
            "guardrails", new List<GuardrailConfig> { new() { ModerationLlmV2 = new() { Action = "block" } } },
            """[{"moderation_llm_v2":{"action":"block"}}]"""
        },
    };

    [Theory]
    [MemberData(nameof(ValidValues), DisableDiscoveryEnumeration = true)]
    public async Task Additional_property_is_converted_from_every_supported_type(string key, object? value, string sent)
    {
        var field = await SentRequests.GetFieldAsync(key, new() { AdditionalProperties = new() { [key] = value } });

        JsonAssert.Equal(sent, field);
    }

    public static TheoryData<string, object> InvalidValues => new()
    {
        { "safe_prompt", "maybe" },
        { "safe_prompt", 1.0 },
        { "n", 1.5 },
        { "n", double.NaN },
        { "n", "two" },
        { "n", 4294967297L },
        { "n", 2.5m },
        { "random_seed", ulong.MaxValue },
        { "n", true },
        { "random_seed", JsonElement.Parse("1e40") },
        { "stop", 5 },
        { "stop", new object?[] { "A", null } },
        { "stop", JsonElement.Parse("""["A",1]""") },
        { "reasoning_effort", 3 },
        { "prompt_mode", 3 },
        { "metadata", "text" },
        { "metadata", JsonElement.Parse("[1]") },
        { "prediction", JsonElement.Parse("""{"text":"It is."}""") },
        { "prediction", 5 },
        { "guardrails", JsonElement.Parse("[1]") },
        { "guardrails", JsonElement.Parse("""{"block_on_error":"perhaps"}""") },
        { "guardrails", "block" },
        { "strict", "very" },
        { "prefix", "perhaps" },
    };

    [Theory]
    [MemberData(nameof(InvalidValues), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_additional_property_throws_and_names_the_key(string key, object value)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { AdditionalProperties = new() { [key] = value } });

        Assert.Contains($"AdditionalProperties[\"{key}\"]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("safe_prompt")]
    [InlineData("prediction")]
    [InlineData("metadata")]
    [InlineData("n")]
    [InlineData("guardrails")]
    [InlineData("prompt_cache_key")]
    [InlineData("service_tier")]
    [InlineData("random_seed")]
    [InlineData("stop")]
    [InlineData("strict")]
    [InlineData("reasoning_effort")]
    public async Task Null_additional_property_is_not_sent(string key)
    {
        foreach (var value in new object?[] { null, JsonElement.Parse("null") })
        {
            var request = await SentRequests.GetAsync(new ChatOptions { AdditionalProperties = new() { [key] = value } });

            JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", request);
        }
    }

    [Fact]
    public async Task Null_prompt_mode_is_sent_as_null()
    {
        var request = await SentRequests.GetAsync(new ChatOptions { AdditionalProperties = new() { ["prompt_mode"] = null } });

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"prompt_mode":null}""", request);
    }

    [Fact]
    public async Task Unknown_additional_properties_are_ignored()
    {
        // Properties of other providers and frameworks. The API would reject each of them with status 422.
        var request = await SentRequests.GetAsync(new ChatOptions
        {
            AdditionalProperties = new()
            {
                ["stream_options"] = JsonElement.Parse("""{"include_usage":true}"""),
                ["api_version"] = "v1",
                ["document_image_limit"] = null,
                ["user"] = "u",
                ["top_k"] = 4.0,
                ["anything"] = new object(),
            },
        });

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", request);
    }

    [Fact]
    public async Task Additional_property_reasoning_effort_overrides_portable_reasoning_effort()
    {
        var sent = await SentRequests.GetFieldAsync("reasoning_effort", new()
        {
            Reasoning = new() { Effort = ReasoningEffort.None },
            AdditionalProperties = new() { ["reasoning_effort"] = "low" },
        });

        Assert.Equal("low", sent?.GetValue<string>());
    }

    [Fact]
    public async Task Portable_seed_overrides_additional_property_random_seed()
    {
        var sent = await SentRequests.GetFieldAsync(
            "random_seed", new() { Seed = 1, AdditionalProperties = new() { ["random_seed"] = 2 } });

        Assert.Equal(1, sent?.GetValue<long>());
    }

    [Fact]
    public async Task Several_choices_with_a_prediction_are_rejected()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { AdditionalProperties = new() { ["n"] = 2, ["prediction"] = "It is." } });

        Assert.Contains("Prediction", error.Message, StringComparison.Ordinal);
    }
}
