using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Tests.Wire;
using OpenAI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>Settings that were made for SK's alpha connector, for OpenAI, or in a template.</summary>
public sealed class ForeignSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_of_the_alpha_connector_mean_the_same_here() =>
        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","temperature":0.2,"top_p":1,"max_tokens":50,"safe_prompt":false,"random_seed":7,"stop":["END"],
             "response_format":{"type":"json_object"},
             "messages":[{"role":"user","content":"Answer in JSON"}]}
            """,
            await SentAsync(new AlphaSettings
            {
                Temperature = 0.2,
                MaxTokens = 50,
                RandomSeed = 7,
                Stop = ["END"],
                ResponseFormat = new { type = "json_object" },
                DocumentImageLimit = 3,
            }));

    [Fact]
    public async Task Those_for_OpenAI_mean_the_same_here() =>
        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","temperature":0.2,"random_seed":7,"stop":["END"],"reasoning_effort":"none","metadata":{"user":"42"},
             "safe_prompt":true,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Answer in JSON"}]}
            """,
            await SentAsync(new OpenAISettings
            {
                Temperature = 0.2,
                Seed = 7,
                StopSequences = ["END"],
                ReasoningEffort = "none",
                ChatSystemPrompt = "Be brief.",
                User = "ignored: the API has no such field",
                Metadata = new Dictionary<string, string> { ["user"] = "42" },
                ExtraBody = new Dictionary<string, object?> { ["safe_prompt"] = true, ["enable_thinking"] = false },
            }));

    [Fact]
    public async Task A_schema_in_the_shape_of_the_API_keeps_its_name()
    {
        var format = JsonNode.Parse(
            """
            {"type":"json_schema","json_schema":{"name":"word","strict":false,"schema":{
              "type":"object","properties":{"word":{"type":"string"} },"required":["word"]} } }
            """)!;

        JsonAssert.Equal(format.ToJsonString(), (await SentAsync(new OpenAISettings { ResponseFormat = format }))["response_format"]);
    }

    [Fact]
    public void A_type_as_response_format_is_understood_when_the_settings_are_converted()
    {
        var read = MistralPromptExecutionSettings.FromExecutionSettings(new OpenAISettings { ResponseFormat = typeof(Word) });

        JsonAssert.Equal(
            """
            {"type":"json_schema","json_schema":{"name":"Word","strict":true,"schema":{
              "type":"object","properties":{"text":{"type":"string"} },"required":["text"],"additionalProperties":false} } }
            """,
            ((JsonElement)read.ResponseFormat!).GetRawText());
    }

    [Fact]
    public async Task A_type_as_response_format_is_understood_in_a_prompt_too()
    {
        var format = (await SentAsync(new OpenAISettings { ResponseFormat = typeof(Word) }))["response_format"]!;

        Assert.Equal("json_schema", (string?)format["type"]);
        Assert.Equal("Word", (string?)format["json_schema"]!["name"]);
    }

    [Theory]
    [InlineData("minimal", "none")]
    [InlineData("low", "high")]
    [InlineData("Medium", "high")]
    [InlineData("xhigh", "high")]
    [InlineData("high", "high")]
    [InlineData("none", "none")]
    public async Task Efforts_become_those_that_Mistrals_models_take(string theirs, string ours)
    {
        var inTemplate = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["reasoning_effort"] = theirs } };

        Assert.Equal(ours, (string?)(await SentAsync(new OpenAISettings { ReasoningEffort = theirs }))["reasoning_effort"]);
        Assert.Equal(ours, (string?)(await SentAsync(new OpenAISettings { ReasoningEffort = new ChatReasoningEffortLevel(theirs) }))["reasoning_effort"]);
        Assert.Equal(ours, (string?)(await SentAsync(inTemplate))["reasoning_effort"]);
    }

    public static TheoryData<ChatResponseFormat, string> OpenAIFormats => new()
    {
        { ChatResponseFormat.CreateTextFormat(), """{"type":"text"}""" },
        { ChatResponseFormat.CreateJsonObjectFormat(), """{"type":"json_object"}""" },
        {
            ChatResponseFormat.CreateJsonSchemaFormat("word", BinaryData.FromString("""{"type":"object","properties":{},"additionalProperties":false}"""), "A word", true),
            """
            {"type":"json_schema","json_schema":{"name":"word","description":"A word","strict":true,
              "schema":{"type":"object","properties":{},"additionalProperties":false} } }
            """
        },
    };

    [Theory]
    [MemberData(nameof(OpenAIFormats), DisableDiscoveryEnumeration = true)]
    public async Task OpenAIs_own_response_formats_are_understood(ChatResponseFormat format, string expected)
    {
        JsonAssert.Equal(expected, (await SentAsync(new OpenAISettings { ResponseFormat = format }))["response_format"]);
        JsonAssert.Equal(expected, (await SentAsync(new MistralPromptExecutionSettings { ResponseFormat = format }))["response_format"]);
    }

    [Theory]
    [InlineData("temperature", "warm")]
    [InlineData("safe_prompt", "maybe")]
    [InlineData("max_tokens", 1.5)]
    public async Task A_value_that_a_setting_cannot_have_is_an_error_that_names_both(string setting, object value)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["top_p"] = 0.5, [setting] = value } };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => emulated.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token));

        Assert.Equal(
            $"The execution setting {setting} cannot be {JsonSerializer.Serialize(value)}. "
                + "See MistralPromptExecutionSettings for the values of each setting.",
            error.Message);
        Assert.Empty(emulated.Bodies);
    }

    [Fact]
    public async Task A_prompt_of_the_settings_is_for_histories_without_one()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var chat = emulated.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new OpenAISettings { ChatSystemPrompt = "Be brief.", ChatDeveloperPrompt = "Speak French." };

        await chat.GetChatMessageContentAsync([new(AuthorRole.User, "Hi")], settings, cancellationToken: Token);
        await chat.GetChatMessageContentAsync([new(AuthorRole.System, "Be kind."), new(AuthorRole.User, "Hi")], settings, cancellationToken: Token);

        JsonAssert.Equal("""[{"role":"system","content":"Be brief.\nSpeak French."},{"role":"user","content":"Hi"}]""", emulated.Messages(0));
        JsonAssert.Equal("""[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]""", emulated.Messages(1));
        Assert.Equal("Be brief.", settings.ChatSystemPrompt);
    }

    [Fact]
    public async Task The_alpha_connectors_way_to_choose_functions_is_refused_and_not_forgotten()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var settings = new AlphaSettings { ToolCallBehavior = new() };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => emulated.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token));

        Assert.Contains("FunctionChoiceBehavior.Auto()", Assert.IsType<NotSupportedException>(error.GetBaseException()).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => MistralPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Empty(emulated.Bodies);
    }

    private static async Task<JsonNode> SentAsync(PromptExecutionSettings settings)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        await emulated.Kernel.InvokePromptAsync("Answer in JSON", new(settings), cancellationToken: Token);
        return Assert.Single(emulated.Bodies);
    }

    internal sealed record Word(string Text);
}
