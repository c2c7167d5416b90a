using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A chunk of a streamed completion (<c>CompletionChunk</c>).</summary>
public sealed record CompletionChunk : IResponseChunk
{
    private readonly string? _role;

    // The choices, or the text of a chunk with only text. Such a chunk creates its choices when they are read: most consumers of a stream
    // never read them.
    private object? _choicesOrText;

    /// <summary>Initializes a new instance of the <see cref="CompletionChunk"/> class.</summary>
    public CompletionChunk()
    {
    }

    /// <summary>Creates a chunk with one choice that has only text.</summary>
    internal CompletionChunk(string text, string? role) => (_choicesOrText, _role) = (text, role);

    /// <summary>Creates a chunk that differs from another one only in its text.</summary>
    internal CompletionChunk(string text, CompletionChunk other)
        : this(text, other._role) => (Id, Object, Created, Model) = (other.Id, other.Object, other.Created, other.Model);

    /// <summary>The ID of the completion (<c>id</c>), the same in all chunks.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>), always <c>chat.completion.chunk</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The time when the completion was started (<c>created</c>), in Unix seconds.</summary>
    [JsonPropertyName("created")]
    public long? Created { get; init; }

    /// <summary>The ID of the model that generates the completion (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The deltas of the completions (<c>choices</c>). May be empty in the last chunk, which contains the token usage.</summary>
    [Content]
    [JsonPropertyName("choices")]
    public IReadOnlyList<CompletionResponseStreamChoice>? Choices
    {
        get
        {
            if (_choicesOrText is string text)
                _choicesOrText = new CompletionResponseStreamChoice[] { new() { Delta = new() { Role = _role, Content = text } } };
            return (IReadOnlyList<CompletionResponseStreamChoice>?)_choicesOrText;
        }
        init => _choicesOrText = value;
    }

    /// <summary>The token usage (<c>usage</c>) of the request; only in the last chunk.</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }

    /// <summary>
    /// Random padding (<c>p</c>), which protects against attacks that measure the length of the chunks. Defined only to keep it out of
    /// <see cref="AdditionalProperties"/>. It is kept only in chunks that the serializer reads.
    /// </summary>
    [JsonInclude]
    [JsonPropertyName("p")]
    internal string? P { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>The text of the first choice, without reasoning; empty if the chunk has none.</summary>
    [JsonIgnore]
    public string Text => OnlyText ?? (Choices is { Count: > 0 } choices ? choices[0]?.Delta?.Content?.Text ?? "" : "");

    /// <summary>
    /// The text of a chunk that has one choice with only text, or null for any other chunk and after the choices were read.
    /// </summary>
    [JsonIgnore]
    internal string? OnlyText => _choicesOrText as string;

    bool IApiResponse.HasContent => OnlyText is not null || Choices is { Count: > 0 };

    bool IResponseChunk.ContinuesResponse => OnlyText is { } text
        ? text.Length > 0
        : Choices?.Any(static choice => choice is { FinishReason.Length: > 0 } or { Delta.IsEmpty: false }) is true;
}

/// <summary>The delta of one completion in a chunk (<c>CompletionResponseStreamChoice</c>).</summary>
public sealed record CompletionResponseStreamChoice
{
    /// <summary>The zero-based index of the choice (<c>index</c>).</summary>
    [JsonPropertyName("index")]
    public int Index { get; init; }

    /// <summary>The new part of the message (<c>delta</c>).</summary>
    [Content]
    [JsonPropertyName("delta")]
    public DeltaMessage? Delta { get; init; }

    /// <summary>
    /// The reason why generation ended (<c>finish_reason</c>): <c>stop</c>, <c>length</c>, <c>model_length</c>, <c>tool_calls</c> or
    /// <c>error</c>; null or empty until it ends. Other values are preserved.
    /// </summary>
    // The API requires the field, even if it is null.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }

    /// <summary>The log probabilities of the tokens (<c>logprobs</c>). The API sends null in every chunk.</summary>
    [JsonPropertyName("logprobs")]
    public JsonElement? Logprobs { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
