using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>The portable options: each one on the wire, or ignored because the API has no field for it.</summary>
public sealed class ChatOptionsTests
{
    private static readonly AIFunctionDeclaration Tool =
        AIFunctionFactory.CreateDeclaration("look", "Looks.", JsonElement.Parse("""{"type":"object","properties":{}}"""));

    [Fact]
    public async Task Without_options_nothing_goes_out_that_nobody_asked_for() => JsonAssert.Equal(
        """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""",
        await Outgoing.Request(options: null));

    [Fact]
    public async Task Empty_options_are_no_options() => JsonAssert.Equal(
        """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""",
        await Outgoing.Request(new ChatOptions { StopSequences = [], Tools = [], Instructions = " ", AdditionalProperties = [], Reasoning = new() }));

    [Fact]
    public async Task Every_option_the_api_has_a_field_for_goes_out()
    {
        var request = await Outgoing.Request(new ChatOptions
        {
            ModelId = "mistral-large-latest",
            Instructions = "Be brief.",
            Temperature = 0.7f,
            TopP = 0.9f,
            MaxOutputTokens = 100,
            FrequencyPenalty = -0.1f,
            PresencePenalty = 0.3f,
            Seed = 4_294_967_296,
            StopSequences = ["END", "\n\n"],
            ResponseFormat = ChatResponseFormat.Text,
            Reasoning = new() { Effort = ReasoningEffort.High },
            Tools = [Tool],
            ToolMode = ChatToolMode.Auto,
            AllowMultipleToolCalls = false,
        });

        JsonAssert.Equal("""
            {"model":"mistral-large-latest",
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],
             "temperature":0.7,"top_p":0.9,"max_tokens":100,"frequency_penalty":-0.1,"presence_penalty":0.3,
             "random_seed":4294967296,"stop":["END","\n\n"],"response_format":{"type":"text"},"reasoning_effort":"high",
             "tools":[{"type":"function","function":{"name":"look","description":"Looks.","parameters":{"type":"object","properties":{}}}}],
             "tool_choice":"auto","parallel_tool_calls":false}
            """, request);
    }

    [Fact]
    public async Task Options_without_a_field_are_ignored_because_they_may_be_meant_for_another_provider()
    {
        var request = await Outgoing.Request(new ChatOptions
        {
            TopK = 40,
            ConversationId = "conv_1",
            AllowBackgroundResponses = true,
            ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }),
            Reasoning = new() { Output = ReasoningOutput.Full },
        });

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", request);
    }

    [Fact]
    public async Task What_speaks_of_tools_stays_home_without_tools()
    {
        var request = await Outgoing.Request(new ChatOptions
        {
            ToolMode = ChatToolMode.RequireAny,
            AllowMultipleToolCalls = true,
            AdditionalProperties = new() { ["parallel_tool_calls"] = true },
        });

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", request);
    }

    [Theory]
    [InlineData(ReasoningEffort.None, "none")]
    [InlineData(ReasoningEffort.Low, "high")]
    [InlineData(ReasoningEffort.Medium, "high")]
    [InlineData(ReasoningEffort.High, "high")]
    [InlineData(ReasoningEffort.ExtraHigh, "high")]
    public async Task Effort_is_one_of_the_two_words_the_models_take(ReasoningEffort effort, string word)
    {
        var sent = await Outgoing.Field("reasoning_effort", new() { Reasoning = new() { Effort = effort } });

        Assert.Equal(word, sent?.GetValue<string>());
    }

    [Fact]
    public async Task Instructions_stand_before_the_callers_own_system_message() => JsonAssert.Equal(
        """
        [{"role":"system","content":"Be brief."},{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]
        """,
        (await Outgoing.Request([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi")], new() { Instructions = "Be brief." }))["messages"]);

    [Fact]
    public async Task A_temperature_of_zero_brings_no_other_field_along()
    {
        var request = await Outgoing.Request(new ChatOptions { Temperature = 0 });

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"temperature":0}""", request);
    }

    [Fact]
    public async Task The_callers_options_are_only_read()
    {
        var options = new ChatOptions
        {
            Instructions = "Be brief.",
            StopSequences = ["END"],
            Tools = [Tool],
            ToolMode = ChatToolMode.RequireAny,
            AdditionalProperties = new() { ["stop"] = "STOP", ["safe_prompt"] = true },
        };
        var messages = new List<ChatMessage> { new(ChatRole.User, "Hi") };

        await Outgoing.Request(messages, options);

        Assert.Null(options.ModelId);
        Assert.Equal(["END"], options.StopSequences);
        Assert.Same(Tool, Assert.Single(options.Tools));
        Assert.Equal(2, options.AdditionalProperties.Count);
        Assert.Equal("Hi", Assert.Single(messages).Text);
    }

    public static TheoryData<ChatOptions, string> OutOfRange => new()
    {
        { new() { Temperature = 1.6f }, "Temperature" },
        { new() { Temperature = float.NaN }, "Temperature" },
        { new() { TopP = 0 }, "TopP" },
        { new() { Temperature = 0, TopP = 0.5f }, "TopP = 1" },
        { new() { MaxOutputTokens = -1 }, "MaxTokens" },
        { new() { FrequencyPenalty = 2.1f }, "FrequencyPenalty" },
        { new() { PresencePenalty = -2.1f }, "PresencePenalty" },
        { new() { Seed = -1 }, "seed" },
        { new() { ModelId = "" }, "model" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public async Task A_value_the_server_would_refuse_is_an_error_before_anything_is_sent(ChatOptions options, string named)
    {
        var error = await Outgoing.Refusal<ArgumentException>(options);

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
