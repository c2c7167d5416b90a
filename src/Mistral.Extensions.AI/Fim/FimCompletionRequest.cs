using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Fim;

/// <summary>
/// A request to <c>/v1/fim/completions</c> (<c>FIMCompletionRequest</c>). What is null is not sent, and the server's default holds.
/// </summary>
public sealed record FimCompletionRequest : IModelRequest
{
    /// <summary>A model that fills in, e.g. <c>codestral-latest</c>. Has to be said: the server's default is retired.</summary>
    public string? Model { get; init; }

    /// <summary>What stands before. Has to be said.</summary>
    public string? Prompt { get; init; }

    /// <summary>What stands after; null to go on from the prompt.</summary>
    public string? Suffix { get; init; }

    /// <summary>0 to 1.5: how freely the model chooses. 0 wants a <see cref="TopP"/> of 1.</summary>
    /// <value>The server's default depends on the model.</value>
    public float? Temperature { get; init; }

    /// <summary>Above 0, up to 1: the share of probable tokens the model chooses from.</summary>
    public float? TopP { get; init; }

    /// <summary>The most tokens to answer with.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The least tokens to answer with.</summary>
    public int? MinTokens { get; init; }

    /// <summary>Set by <see cref="FimApi"/>: true in a stream.</summary>
    public bool? Stream { get; init; }

    /// <summary>Texts that end the answer.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>A seed, 0 or more: the same request then gets the same answer.</summary>
    public long? RandomSeed { get; init; }

    /// <summary>Names and values of the caller's own.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Requests with the same key share cached prompt tokens. No secrets in it.</summary>
    public string? PromptCacheKey { get; init; }

    /// <summary>Fields this version of the library does not know, sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
