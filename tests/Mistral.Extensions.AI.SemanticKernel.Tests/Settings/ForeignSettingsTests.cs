using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Tests.Wire;

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

    /// <summary>The members of <c>MistralAIPromptExecutionSettings</c>, with their names and defaults; the alpha package itself is not at hand.</summary>
    private sealed class AlphaSettings : PromptExecutionSettings
    {
        [JsonPropertyName("temperature")]
        public double Temperature { get; set; } = 0.7;

        [JsonPropertyName("top_p")]
        public double TopP { get; set; } = 1;

        [JsonPropertyName("max_tokens")]
        public int? MaxTokens { get; set; }

        [JsonPropertyName("safe_prompt")]
        public bool? SafePrompt { get; set; } = false;

        [JsonPropertyName("random_seed")]
        public int? RandomSeed { get; set; }

        [JsonPropertyName("api_version")]
        public string ApiVersion { get; set; } = "v1";

        public OlderBehavior? ToolCallBehavior { get; set; }

        [JsonPropertyName("response_format")]
        public object? ResponseFormat { get; set; }

        [JsonPropertyName("stop")]
        public IList<string>? Stop { get; set; }

        [JsonPropertyName("document_image_limit")]
        public int? DocumentImageLimit { get; set; }
    }

    private sealed class OlderBehavior;

    /// <summary>Some members of <c>OpenAIPromptExecutionSettings</c>, with their names.</summary>
    private sealed class OpenAISettings : PromptExecutionSettings
    {
        [JsonPropertyName("temperature")]
        public double? Temperature { get; set; }

        [JsonPropertyName("seed")]
        public long? Seed { get; set; }

        [JsonPropertyName("stop_sequences")]
        public IList<string>? StopSequences { get; set; }

        [JsonPropertyName("reasoning_effort")]
        public object? ReasoningEffort { get; set; }

        [JsonPropertyName("chat_system_prompt")]
        public string? ChatSystemPrompt { get; set; }

        [JsonPropertyName("user")]
        public string? User { get; set; }

        [JsonPropertyName("metadata")]
        public IDictionary<string, string>? Metadata { get; set; }

        [JsonPropertyName("extra_body")]
        public IDictionary<string, object?>? ExtraBody { get; set; }

        [JsonPropertyName("response_format")]
        public object? ResponseFormat { get; set; }

        protected override Microsoft.SemanticKernel.ChatCompletion.ChatHistory PrepareChatHistoryForRequest(Microsoft.SemanticKernel.ChatCompletion.ChatHistory chatHistory)
        {
            if (ChatSystemPrompt is not null)
                chatHistory.Insert(0, new(Microsoft.SemanticKernel.ChatCompletion.AuthorRole.System, ChatSystemPrompt));
            return chatHistory;
        }
    }
}
