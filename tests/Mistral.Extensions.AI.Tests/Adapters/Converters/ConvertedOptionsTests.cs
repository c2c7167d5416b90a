using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>The fields of a request become options that the chat clients of other providers understand, and that can be changed.</summary>
public sealed class ConvertedOptionsTests
{
    [Fact]
    public void Every_field_with_a_portable_property_is_converted_to_it()
    {
        var options = RequestJson.Parse("""
            {"model":"m","messages":[{"role":"system","content":"Be brief."}],"temperature":0.5,"top_p":0.25,"max_tokens":9,"stop":"a",
             "random_seed":7,"presence_penalty":1,"frequency_penalty":-1,"parallel_tool_calls":false,"tool_choice":"any",
             "reasoning_effort":"high","response_format":{"type":"json_object"},"tools":[{"type":"web_search"}]}
            """).ToChatOptions();

        Assert.Equal(
            ("m", 0.5f, 0.25f, 9, 7L, 1f, -1f, false),
            (options.ModelId, options.Temperature, options.TopP, options.MaxOutputTokens, options.Seed, options.PresencePenalty,
                options.FrequencyPenalty, options.AllowMultipleToolCalls));
        Assert.Equal(["a"], options.StopSequences);
        Assert.Same(ChatToolMode.RequireAny, options.ToolMode);
        Assert.Equal(ReasoningEffort.High, options.Reasoning?.Effort);
        Assert.Same(ChatResponseFormat.Json, options.ResponseFormat);
        Assert.IsType<HostedWebSearchTool>(Assert.Single(options.Tools!), exactMatch: false);
        Assert.Null(options.Instructions);
        Assert.Null(options.AdditionalProperties);
        Assert.Null(options.RawRepresentationFactory);
    }

    [Theory]
    [InlineData("none", ReasoningEffort.None, false)]
    [InlineData("minimal", ReasoningEffort.Low, true)]
    [InlineData("low", ReasoningEffort.Low, true)]
    [InlineData("medium", ReasoningEffort.Medium, true)]
    [InlineData("high", ReasoningEffort.High, false)]
    [InlineData("xhigh", ReasoningEffort.ExtraHigh, true)]
    [InlineData("tomorrow", null, true)]
    public void Reasoning_effort_is_portable_and_kept_exactly(string value, ReasoningEffort? expected, bool hasProperty)
    {
        var options = new ChatCompletionRequest { ReasoningEffort = value }.ToChatOptions();

        Assert.Equal(expected, options.Reasoning?.Effort);
        Assert.Equal(hasProperty ? value : null, options.AdditionalProperties?["reasoning_effort"]);
    }

    [Fact]
    public void Values_of_additional_properties_are_serializable_without_reflection()
    {
        var options = RequestJson.Parse("""
            {"prediction":{"content":"x"},"guardrails":[{}],"metadata":{"a":1},"n":2,"safe_prompt":true,"prompt_mode":null,
             "prompt_cache_key":"k","service_tier":"auto","reasoning_effort":"low","tool_choice":"required",
             "response_format":{"type":"json_schema","json_schema":{"schema":{},"strict":true}}}
            """).ToChatOptions();

        Assert.Equal(
            [
                "guardrails", "metadata", "n", "prediction", "prompt_cache_key", "prompt_mode", "reasoning_effort", "safe_prompt",
                "service_tier", "strict", "tool_choice",
            ],
            options.AdditionalProperties!.Keys.Order(StringComparer.Ordinal));
        Assert.All(options.AdditionalProperties.Values, value => Assert.True(value is null or string or bool or int or JsonElement));
    }

    [Fact]
    public void Changed_option_takes_precedence_over_the_original_request()
    {
        var options = RequestJson.Parse("""
            {"model":"m","temperature":0.5,"stop":["a"],"new":1,"tools":[{"type":"web_search"}],"tool_choice":"required",
             "reasoning_effort":"high","response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{},"strict":true}}}
            """).ToChatOptions().Clone();
        options.ModelId = "other";
        options.Temperature = 0;
        options.StopSequences = ["b"];
        options.Tools = [new ImageGenerationTool().AsAITool()];
        options.ToolMode = ChatToolMode.None;
        options.Reasoning = new() { Effort = ReasoningEffort.None };
        options.ResponseFormat = ChatResponseFormat.Text;

        JsonAssert.Equal(
            """
            {"model":"other","messages":[{"role":"user","content":"Hi"}],"temperature":0,"stop":["b"],"new":1,
             "tools":[{"type":"image_generation"}],"tool_choice":"none","reasoning_effort":"none","response_format":{"type":"text"}}
            """,
            new[] { new ChatMessage(ChatRole.User, "Hi") }.ToChatCompletionRequest(options).ToJson());
    }

    [Fact]
    public void Raw_request_is_new_in_every_call()
    {
        var request = RequestJson.Parse("""{"new":1}""");
        var options = request.ToChatOptions();
        var raw = (ChatCompletionRequest)options.RawRepresentationFactory!(null!)!;
        raw.AdditionalProperties!.Clear();

        Assert.Single(((ChatCompletionRequest)options.RawRepresentationFactory(null!)!).AdditionalProperties!);
        Assert.Single(request.AdditionalProperties!);
    }
}
