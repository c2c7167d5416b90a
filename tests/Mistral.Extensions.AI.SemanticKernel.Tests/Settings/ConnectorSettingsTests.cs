using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;
using OpenAI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>The conversion of execution settings of the alpha connector, of the OpenAI connector, and of prompt templates.</summary>
public sealed class ConnectorSettingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_of_the_alpha_connector_are_converted() =>
        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","temperature":0.2,"top_p":1,"max_tokens":50,"safe_prompt":false,"random_seed":7,"stop":["END"],
             "response_format":{"type":"json_object"},
             "messages":[{"role":"user","content":"Respond in JSON"}]}
            """,
            await GetRequestAsync(new AlphaConnectorSettings
            {
                Temperature = 0.2,
                MaxTokens = 50,
                RandomSeed = 7,
                Stop = ["END"],
                ResponseFormat = new { type = "json_object" },
                DocumentImageLimit = 3,
            }));

    [Fact]
    public async Task Settings_of_the_OpenAI_connector_are_converted() =>
        JsonAssert.Equal(
            """
            {"model":"mistral-small-latest","temperature":0.2,"random_seed":7,"stop":["END"],"reasoning_effort":"none",
             "metadata":{"user":"42"},"safe_prompt":true,
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Respond in JSON"}]}
            """,
            await GetRequestAsync(new OpenAIConnectorSettings
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
    public async Task JSON_schema_in_the_API_format_keeps_its_name()
    {
        var format = JsonNode.Parse(
            """
            {"type":"json_schema","json_schema":{"name":"word","strict":false,"schema":{
              "type":"object","properties":{"word":{"type":"string"} },"required":["word"]} } }
            """)!;

        var request = await GetRequestAsync(new OpenAIConnectorSettings { ResponseFormat = format });

        JsonAssert.Equal(format.ToJsonString(), request["response_format"]);
    }

    [Fact]
    public void Type_as_response_format_is_converted_to_a_JSON_schema()
    {
        var settings = new OpenAIConnectorSettings { ResponseFormat = typeof(Word) };

        var converted = MistralPromptExecutionSettings.FromExecutionSettings(settings);

        JsonAssert.Equal(
            """
            {"type":"json_schema","json_schema":{"name":"Word","strict":true,"schema":{
              "type":"object","properties":{"Text":{"type":"string"} },"required":["Text"],"additionalProperties":false} } }
            """,
            ((JsonElement)converted.ResponseFormat!).GetRawText());
    }

    [Fact]
    public async Task Type_as_response_format_is_sent_as_a_JSON_schema()
    {
        var format = (await GetRequestAsync(new OpenAIConnectorSettings { ResponseFormat = typeof(Word) }))["response_format"]!;

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
    public async Task Reasoning_efforts_of_OpenAI_are_converted_to_those_of_Mistral(string effort, string expected)
    {
        var templateSettings = new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object> { ["reasoning_effort"] = effort },
        };
        var stringSettings = new OpenAIConnectorSettings { ReasoningEffort = effort };
        var typedSettings = new OpenAIConnectorSettings { ReasoningEffort = new ChatReasoningEffortLevel(effort) };

        Assert.Equal(expected, (string?)(await GetRequestAsync(stringSettings))["reasoning_effort"]);
        Assert.Equal(expected, (string?)(await GetRequestAsync(typedSettings))["reasoning_effort"]);
        Assert.Equal(expected, (string?)(await GetRequestAsync(templateSettings))["reasoning_effort"]);
    }

    public static TheoryData<ChatResponseFormat, string> OpenAIFormats => new()
    {
        { ChatResponseFormat.CreateTextFormat(), """{"type":"text"}""" },
        { ChatResponseFormat.CreateJsonObjectFormat(), """{"type":"json_object"}""" },
        {
            ChatResponseFormat.CreateJsonSchemaFormat(
                "word", BinaryData.FromString("""{"type":"object","properties":{},"additionalProperties":false}"""), "A word", true),
            """
            {"type":"json_schema","json_schema":{"name":"word","description":"A word","strict":true,
              "schema":{"type":"object","properties":{},"additionalProperties":false} } }
            """
        },
    };

    [Theory]
    [MemberData(nameof(OpenAIFormats), DisableDiscoveryEnumeration = true)]
    public async Task Response_formats_of_the_OpenAI_SDK_are_converted(ChatResponseFormat format, string expected)
    {
        var openAISettings = new OpenAIConnectorSettings { ResponseFormat = format };
        var mistralSettings = new MistralPromptExecutionSettings { ResponseFormat = format };

        JsonAssert.Equal(expected, (await GetRequestAsync(openAISettings))["response_format"]);
        JsonAssert.Equal(expected, (await GetRequestAsync(mistralSettings))["response_format"]);
    }

    [Theory]
    [InlineData("temperature", "warm")]
    [InlineData("safe_prompt", "maybe")]
    [InlineData("max_tokens", 1.5)]
    public async Task Invalid_setting_throws_and_the_message_names_setting_and_value(string setting, object value)
    {
        await using var fixture = await KernelFixture.StartAsync();
        var settings = new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object> { ["top_p"] = 0.5, [setting] = value },
        };

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => fixture.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token));

        Assert.Equal(
            $"The execution setting {setting} cannot be {JsonSerializer.Serialize(value)}. "
                + "See MistralPromptExecutionSettings for the values of each setting.",
            error.Message);
        Assert.Empty(fixture.RequestBodies);
    }

    [Fact]
    public async Task System_prompt_of_settings_is_sent_only_for_a_history_without_one()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var chat = fixture.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new OpenAIConnectorSettings { ChatSystemPrompt = "Be brief.", ChatDeveloperPrompt = "Speak French." };

        ChatHistory withoutSystemMessage = [new(AuthorRole.User, "Hi")];
        ChatHistory withSystemMessage = [new(AuthorRole.System, "Be kind."), new(AuthorRole.User, "Hi")];
        await chat.GetChatMessageContentAsync(withoutSystemMessage, settings, cancellationToken: Token);
        await chat.GetChatMessageContentAsync(withSystemMessage, settings, cancellationToken: Token);

        JsonAssert.Equal(
            """[{"role":"system","content":"Be brief.\nSpeak French."},{"role":"user","content":"Hi"}]""", fixture.GetMessages(0));
        JsonAssert.Equal("""[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]""", fixture.GetMessages(1));
        Assert.Equal("Be brief.", settings.ChatSystemPrompt);
    }

    [Fact]
    public async Task ToolCallBehavior_throws_and_the_message_names_FunctionChoiceBehavior()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var settings = new AlphaConnectorSettings { ToolCallBehavior = new() };

        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => fixture.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token));

        var baseError = Assert.IsType<NotSupportedException>(error.GetBaseException());
        Assert.Contains("FunctionChoiceBehavior.Auto()", baseError.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => MistralPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Empty(fixture.RequestBodies);
    }

    private static async Task<JsonNode> GetRequestAsync(PromptExecutionSettings settings)
    {
        await using var fixture = await KernelFixture.StartAsync();
        await fixture.Kernel.InvokePromptAsync("Respond in JSON", new(settings), cancellationToken: Token);
        return Assert.Single(fixture.RequestBodies);
    }

    internal sealed record Word(string Text);
}
