using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Settings;

/// <summary>
/// A copy of <c>MistralAIPromptExecutionSettings</c> of the alpha connector, with its names and defaults. The tests do not reference the
/// alpha package.
/// </summary>
internal sealed class AlphaConnectorSettings : PromptExecutionSettings
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

    public AlphaToolCallBehavior? ToolCallBehavior { get; set; }

    [JsonPropertyName("response_format")]
    public object? ResponseFormat { get; set; }

    [JsonPropertyName("stop")]
    public IList<string>? Stop { get; set; }

    [JsonPropertyName("document_image_limit")]
    public int? DocumentImageLimit { get; set; }
}

internal sealed class AlphaToolCallBehavior;

/// <summary>A copy of some properties of <c>OpenAIPromptExecutionSettings</c>, with their JSON names.</summary>
internal sealed class OpenAIConnectorSettings : PromptExecutionSettings
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

    [JsonPropertyName("chat_developer_prompt")]
    public string? ChatDeveloperPrompt { get; set; }

    [JsonPropertyName("user")]
    public string? User { get; set; }

    [JsonPropertyName("metadata")]
    public IDictionary<string, string>? Metadata { get; set; }

    [JsonPropertyName("extra_body")]
    public IDictionary<string, object?>? ExtraBody { get; set; }

    [JsonPropertyName("response_format")]
    public object? ResponseFormat { get; set; }

    protected override ChatHistory PrepareChatHistoryForRequest(ChatHistory chatHistory)
    {
        if (ChatSystemPrompt is not null && !chatHistory.Any(message => message.Role == AuthorRole.System))
            chatHistory.Insert(0, new(AuthorRole.System, ChatSystemPrompt));
        return chatHistory;
    }
}
