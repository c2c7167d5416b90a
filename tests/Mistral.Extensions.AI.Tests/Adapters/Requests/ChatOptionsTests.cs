using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>The portable options: each is sent, or ignored because the API has no field for it.</summary>
public sealed class ChatOptionsTests
{
    private static readonly AIFunctionDeclaration Tool =
        AIFunctionFactory.CreateDeclaration("look", "Looks.", JsonElement.Parse("""{"type":"object","properties":{}}"""));

    [Fact]
    public async Task Request_without_options_has_only_model_and_messages() => JsonAssert.Equal(
        """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""",
        await SentRequests.GetAsync(options: null));

    [Fact]
    public async Task Empty_options_add_no_fields() => JsonAssert.Equal(
        """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""",
        await SentRequests.GetAsync(
            new ChatOptions { StopSequences = [], Tools = [], Instructions = " ", AdditionalProperties = [], Reasoning = new() }));

    [Fact]
    public async Task Every_supported_option_is_sent()
    {
        var request = await SentRequests.GetAsync(new ChatOptions
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
    public async Task Options_without_an_API_field_are_ignored()
    {
        var request = await SentRequests.GetAsync(new ChatOptions
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
    public async Task Tool_options_are_not_sent_without_tools()
    {
        var request = await SentRequests.GetAsync(new ChatOptions
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
    public async Task Reasoning_effort_is_mapped_to_none_or_high(ReasoningEffort effort, string expected)
    {
        var sent = await SentRequests.GetFieldAsync("reasoning_effort", new() { Reasoning = new() { Effort = effort } });

        Assert.Equal(expected, sent?.GetValue<string>());
    }

    [Fact]
    public async Task Instructions_are_sent_before_system_messages()
    {
        var request = await SentRequests.GetAsync(
            [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi")], new() { Instructions = "Be brief." });

        JsonAssert.Equal("""
            [{"role":"system","content":"Be brief."},{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]
            """, request["messages"]);
    }

    [Fact]
    public async Task Temperature_zero_adds_no_other_field()
    {
        var request = await SentRequests.GetAsync(new ChatOptions { Temperature = 0 });

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"temperature":0}""", request);
    }

    [Fact]
    public async Task Caller_options_and_messages_are_not_modified()
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

        await SentRequests.GetAsync(messages, options);

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
        { new() { Temperature = 0, TopP = 0.5f }, "TopP must be 1" },
        { new() { MaxOutputTokens = -1 }, "MaxTokens" },
        { new() { FrequencyPenalty = 2.1f }, "FrequencyPenalty" },
        { new() { PresencePenalty = -2.1f }, "PresencePenalty" },
        { new() { Seed = -1 }, "seed" },
        { new() { ModelId = "" }, "model" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public async Task Option_out_of_range_throws_before_sending(ChatOptions options, string expectedText)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(options);

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }
}
