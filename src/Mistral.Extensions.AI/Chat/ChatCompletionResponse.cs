using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A chat completion (<c>ChatCompletionResponse</c>).</summary>
public sealed record ChatCompletionResponse : IApiResponse
{
    /// <summary>The ID of the completion (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>), always <c>chat.completion</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The time when the completion was created (<c>created</c>), in Unix seconds.</summary>
    [JsonPropertyName("created")]
    public long? Created { get; init; }

    /// <summary>The ID of the model that generated the completion (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The completions (<c>choices</c>), as many as <see cref="ChatCompletionRequest.N"/>.</summary>
    [Content]
    [JsonPropertyName("choices")]
    public IReadOnlyList<ChatCompletionChoice>? Choices { get; init; }

    /// <summary>The token usage (<c>usage</c>) of the request.</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>The text of the first choice, without reasoning; empty if there is none, for example in a tool call.</summary>
    [JsonIgnore]
    public string Text => Choices is { Count: > 0 } choices ? choices[0]?.Text ?? "" : "";

    bool IApiResponse.HasContent => Choices is { Count: > 0 };
}

/// <summary>One completion of a response (<c>ChatCompletionChoice</c>).</summary>
public sealed record ChatCompletionChoice
{
    /// <summary>The zero-based index of the choice (<c>index</c>).</summary>
    [JsonPropertyName("index")]
    public int Index { get; init; }

    /// <summary>The generated message (<c>message</c>); null if the completion is in <see cref="Messages"/>.</summary>
    [Content]
    [JsonPropertyName("message")]
    public AssistantMessage? Message { get; init; }

    /// <summary>
    /// The generated messages (<c>messages</c>) if Mistral executed hosted tools: their calls, their results and the text of the model.
    /// Null otherwise.
    /// </summary>
    [Content]
    [JsonPropertyName("messages")]
    public IReadOnlyList<DeltaMessage>? Messages { get; init; }

    /// <summary>
    /// The reason why generation ended (<c>finish_reason</c>): <c>stop</c>, <c>length</c>, <c>model_length</c>, <c>tool_calls</c> or
    /// <c>error</c>. Other values are preserved.
    /// </summary>
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    internal string Text => Message?.Content?.Text ?? string.Concat((Messages ?? []).Select(message => message?.Content?.Text));
}
