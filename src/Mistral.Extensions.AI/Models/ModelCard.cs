using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>The models a key may use (<c>ModelList</c>).</summary>
[JsonConverter(typeof(ModelListConverter))]
public sealed record ModelList : IApiResponse
{
    private readonly IReadOnlyList<ModelCard>? _data;

    /// <summary><c>list</c>.</summary>
    public string? Object { get; init; }

    /// <summary>The models.</summary>
    public IReadOnlyList<ModelCard> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    bool IApiResponse.HasContent => _data is not null;

    /// <summary>What the API said that this version does not know.</summary>
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>A model of Mistral's (<c>BaseModelCard</c>) or one that was fine-tuned from it (<c>FTModelCard</c>).</summary>
public sealed record ModelCard : IApiResponse
{
    /// <summary>What requests call it.</summary>
    public string? Id { get; init; }

    /// <summary><c>model</c>.</summary>
    public string? Object { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>Whose it is.</summary>
    public string? OwnedBy { get; init; }

    /// <summary>What it can do.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>What it is good for.</summary>
    public string? Description { get; init; }

    /// <summary>How many tokens a prompt and its answer may have together.</summary>
    public int? MaxContextLength { get; init; }

    /// <summary>Other names of it. What an alias such as <c>-latest</c> stands for moves.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>When it will be retired; null where nothing is planned.</summary>
    public DateTimeOffset? Deprecation { get; init; }

    /// <summary>What to use then.</summary>
    public string? DeprecationReplacementModel { get; init; }

    /// <summary>The temperature where a request says none.</summary>
    public float? DefaultModelTemperature { get; init; }

    /// <summary>Whether it is internal to Mistral.</summary>
    public bool? Internal { get; init; }

    /// <summary><c>base</c> or <c>fine-tuned</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The job that tuned it; of a fine-tuned model only.</summary>
    public string? Job { get; init; }

    /// <summary>The model it was tuned from; of a fine-tuned model only.</summary>
    public string? Root { get; init; }

    /// <summary>Whether it is archived; of a fine-tuned model only.</summary>
    public bool? Archived { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}

/// <summary>What a model can do (<c>ModelCapabilities</c>). Null is what the API did not say.</summary>
public sealed record ModelCapabilities
{
    /// <summary>Chat completions.</summary>
    public bool? CompletionChat { get; init; }

    /// <summary>Calling tools.</summary>
    public bool? FunctionCalling { get; init; }

    /// <summary>Thinking before it answers.</summary>
    public bool? Reasoning { get; init; }

    /// <summary>Filling in code between a prompt and a suffix.</summary>
    public bool? CompletionFim { get; init; }

    /// <summary>Being fine-tuned.</summary>
    public bool? FineTuning { get; init; }

    /// <summary>Seeing images.</summary>
    public bool? Vision { get; init; }

    /// <summary>Reading documents.</summary>
    public bool? Ocr { get; init; }

    /// <summary>Sorting texts into classes.</summary>
    public bool? Classification { get; init; }

    /// <summary>Judging texts.</summary>
    public bool? Moderation { get; init; }

    /// <summary>Hearing audio in a chat.</summary>
    public bool? Audio { get; init; }

    /// <summary>Writing down audio.</summary>
    public bool? AudioTranscription { get; init; }

    /// <summary>Writing down audio while it is spoken.</summary>
    public bool? AudioTranscriptionRealtime { get; init; }

    /// <summary>Speaking.</summary>
    public bool? AudioSpeech { get; init; }

    /// <summary>The API's <c>unified_resources</c>, which it does not explain.</summary>
    public bool? UnifiedResources { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>What was deleted (<c>DeleteModelResponse</c>).</summary>
public sealed record DeleteModelResponse : IApiResponse
{
    /// <summary>The id of the model.</summary>
    public string? Id { get; init; }

    /// <summary><c>model</c>.</summary>
    public string? Object { get; init; }

    /// <summary>Whether it is gone.</summary>
    public bool? Deleted { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null || Deleted is not null;
}
