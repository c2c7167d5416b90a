using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Fim;

/// <summary>A request to <c>/v1/fim/completions</c> (<c>FIMCompletionRequest</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record FimCompletionRequest : IModelRequest, IGenerationRequest
{
    /// <summary>
    /// The model (<c>model</c>), which must support FIM, for example <c>codestral-latest</c>. Required: the API's default is a retired
    /// model.
    /// </summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The code before the gap (<c>prompt</c>). Required; may be empty.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>
    /// The code after the gap (<c>suffix</c>). The model generates the code between prompt and suffix. Without a suffix it continues the
    /// prompt.
    /// </summary>
    [JsonPropertyName("suffix")]
    public string? Suffix { get; init; }

    /// <summary>
    /// The sampling temperature (<c>temperature</c>), between 0 and 1.5. Lower values are more deterministic; Mistral recommends 0 to 0.7.
    /// With 0, <see cref="TopP"/> must be 1 or null.
    /// </summary>
    /// <value>Default: depends on the model, see <see cref="Models.ModelCard.DefaultModelTemperature"/>.</value>
    [JsonPropertyName("temperature")]
    public float? Temperature { get; init; }

    /// <summary>
    /// Nucleus sampling (<c>top_p</c>): the probability mass of the tokens considered, above 0 and up to 1. With 0.1, only the tokens that
    /// make up the top 10% are considered. Change this or <see cref="Temperature"/>, but not both.
    /// </summary>
    [JsonPropertyName("top_p")]
    public float? TopP { get; init; }

    /// <summary>
    /// The maximum number of tokens to generate (<c>max_tokens</c>), 0 or more. Together with the prompt they must fit into the context
    /// length of the model.
    /// </summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>The minimum number of tokens to generate (<c>min_tokens</c>), 0 or more and at most <see cref="MaxTokens"/>.</summary>
    [JsonPropertyName("min_tokens")]
    public int? MinTokens { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). <see cref="FimApi"/> sets it for each request; a value set by the caller is
    /// ignored.
    /// </summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>The stop sequences (<c>stop</c>). Generation ends when the model generates one of them.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    [JsonPropertyName("stop")]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>
    /// The seed for random sampling (<c>random_seed</c>), 0 or more. Equal requests with the same seed have the same result.
    /// </summary>
    [JsonPropertyName("random_seed")]
    public long? RandomSeed { get; init; }

    /// <summary>Custom keys and values that are attached to the request (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>
    /// The prompt cache key (<c>prompt_cache_key</c>). Requests with the same key share cached prompt tokens. It must not contain secrets.
    /// </summary>
    [JsonPropertyName("prompt_cache_key")]
    public string? PromptCacheKey { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, FimJson.Default.FimCompletionRequest);
}
