using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A whole answer (<c>ChatCompletionResponse</c>).</summary>
public sealed record ChatCompletionResponse : IApiResponse
{
    /// <summary>The id of the answer.</summary>
    public string? Id { get; init; }

    /// <summary><c>chat.completion</c>.</summary>
    public string? Object { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>The answers: as many as were asked for.</summary>
    public IReadOnlyList<ChatCompletionChoice>? Choices { get; init; }

    /// <summary>What it cost.</summary>
    public UsageInfo? Usage { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Choices is { Count: > 0 };
}

/// <summary>One of the answers (<c>ChatCompletionChoice</c>).</summary>
public sealed record ChatCompletionChoice
{
    /// <summary>Its place among the answers.</summary>
    public int Index { get; init; }

    /// <summary>The answer; null where <see cref="Messages"/> holds it.</summary>
    public AssistantMessage? Message { get; init; }

    /// <summary>The answer where tools ran at Mistral's: their calls, their results, and what the model said.</summary>
    public IReadOnlyList<DeltaMessage>? Messages { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, <c>model_length</c>, <c>tool_calls</c>, <c>error</c>, or a word to come.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
