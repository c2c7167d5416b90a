using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>A model and its properties: a base model (<c>BaseModelCard</c>) or a fine-tuned model (<c>FTModelCard</c>).</summary>
public sealed record ModelCard : IApiResponse
{
    /// <summary>The ID of the model, as used in requests (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>model</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The creation time in Unix seconds (<c>created</c>).</summary>
    [JsonPropertyName("created")]
    public long? Created { get; init; }

    /// <summary>The owner of the model (<c>owned_by</c>), for example <c>mistralai</c>.</summary>
    [JsonPropertyName("owned_by")]
    public string? OwnedBy { get; init; }

    /// <summary>The capabilities of the model (<c>capabilities</c>).</summary>
    [JsonPropertyName("capabilities")]
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>The display name of the model (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the model (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The maximum number of tokens of a prompt and its response together (<c>max_context_length</c>).</summary>
    [JsonPropertyName("max_context_length")]
    public int? MaxContextLength { get; init; }

    /// <summary>
    /// The other IDs of the model (<c>aliases</c>). The model behind an alias such as <c>mistral-small-latest</c> changes over time.
    /// </summary>
    [JsonPropertyName("aliases")]
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>The date on which the model will be retired (<c>deprecation</c>); null if no date is set.</summary>
    [JsonPropertyName("deprecation")]
    public DateTimeOffset? Deprecation { get; init; }

    /// <summary>The ID of the model that replaces a deprecated model (<c>deprecation_replacement_model</c>).</summary>
    [JsonPropertyName("deprecation_replacement_model")]
    public string? DeprecationReplacementModel { get; init; }

    /// <summary>The sampling temperature of requests that do not set one (<c>default_model_temperature</c>).</summary>
    [JsonPropertyName("default_model_temperature")]
    public float? DefaultModelTemperature { get; init; }

    /// <summary>Whether the model is internal to Mistral (<c>internal</c>).</summary>
    [JsonPropertyName("internal")]
    public bool? Internal { get; init; }

    /// <summary>The name under which the use of the model is billed (<c>billing_model_name</c>).</summary>
    [JsonPropertyName("billing_model_name")]
    public string? BillingModelName { get; init; }

    /// <summary>The kind of model (<c>type</c>): <c>base</c> or <c>fine-tuned</c>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The ID of the fine-tuning job (<c>job</c>). Only for fine-tuned models.</summary>
    [JsonPropertyName("job")]
    public string? Job { get; init; }

    /// <summary>The ID of the model that was fine-tuned (<c>root</c>). Only for fine-tuned models.</summary>
    [JsonPropertyName("root")]
    public string? Root { get; init; }

    /// <summary>Whether the model is archived (<c>archived</c>). Only for fine-tuned models.</summary>
    [JsonPropertyName("archived")]
    public bool? Archived { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
