using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Chat;

public sealed class GuardrailTests
{
    private const string OnlyPii = """ "ignore_other_categories":true,"custom_category_thresholds":{"pii":0.1} """;

    [Fact]
    public async Task Unsafe_text_is_blocked_with_the_documented_body()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "This is UNSAFE!", $$$"""{"guardrails":[{"moderation_llm_v2":{"action":"block",{{{OnlyPii}}}}}]}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
        Assert.Equal(
            """{"error":{"message":"Content blocked by guardrail","status":403},"guardrails":{"results":{"moderation_llm_v2":"""
            + """{"model_name":"mistral-moderation-2603","decisions":{"pii":{"threshold":0.1,"score":0.9,"violated":true}}"""
            + ""","violated":true,"action":"block"}}}}""",
            response.Body);
    }

    [Theory]
    [InlineData("UNSAFE", "none", OnlyPii, """{"action":"none","categories":{"pii":{"score":0.9,"violated":true}}}""")]
    [InlineData("unsafe", "block", OnlyPii, """{"action":"pass","categories":{"pii":{"score":0,"violated":false}}}""")]
    [InlineData("UNSAFE", "block", """ "ignore_other_categories":true,"custom_category_thresholds":{"pii":1} """,
        """{"action":"pass","categories":{"pii":{"score":0.9,"violated":false}}}""")]
    public async Task Text_that_is_not_blocked_gets_a_response_with_scores(string text, string action, string config, string result)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            text, $$$"""{"guardrails":[{"moderation_llm_v2":{"action":"{{{action}}}",{{{config}}}}}]}""");

        Assert.Equal($"You said: \"{text}\".", response.Content);
        Assert.Equal(result, response.Json["guardrails"]![0]!["moderation_llm_v2"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_category_has_a_threshold_unless_other_categories_are_ignored()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi", """{"guardrails":[{"moderation_llm_v1":{}},{"moderation_llm_v2":{}}]}""");

        Assert.Equal(9, response.Json["guardrails"]![0]!["moderation_llm_v1"]!["categories"]!.AsObject().Count);
        Assert.Equal(11, response.Json["guardrails"]![1]!["moderation_llm_v2"]!["categories"]!.AsObject().Count);
    }
}
