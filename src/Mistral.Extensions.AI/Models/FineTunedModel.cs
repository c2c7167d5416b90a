using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>
/// A fine-tuned model: for completions (<c>CompletionFineTunedModel</c>) or a classifier (<c>ClassifierFineTunedModel</c>).
/// </summary>
public sealed record FineTunedModel : IApiResponse
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

    /// <summary>The owner of the model (<c>owned_by</c>).</summary>
    [JsonPropertyName("owned_by")]
    public string? OwnedBy { get; init; }

    /// <summary>The ID of the workspace (<c>workspace_id</c>).</summary>
    [JsonPropertyName("workspace_id")]
    public string? WorkspaceId { get; init; }

    /// <summary>The ID of the model that was fine-tuned (<c>root</c>).</summary>
    [JsonPropertyName("root")]
    public string? Root { get; init; }

    /// <summary>The version of the model that was fine-tuned (<c>root_version</c>).</summary>
    [JsonPropertyName("root_version")]
    public string? RootVersion { get; init; }

    /// <summary>Whether the model is archived (<c>archived</c>).</summary>
    [JsonPropertyName("archived")]
    public bool? Archived { get; init; }

    /// <summary>The display name of the model (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the model (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The capabilities of the model (<c>capabilities</c>).</summary>
    [JsonPropertyName("capabilities")]
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>The maximum number of tokens of a prompt and its response together (<c>max_context_length</c>).</summary>
    [JsonPropertyName("max_context_length")]
    public int? MaxContextLength { get; init; }

    /// <summary>The other IDs of the model (<c>aliases</c>).</summary>
    [JsonPropertyName("aliases")]
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>The ID of the fine-tuning job (<c>job</c>).</summary>
    [JsonPropertyName("job")]
    public string? Job { get; init; }

    /// <summary>The targets of a classifier (<c>classifier_targets</c>); null for other models.</summary>
    [JsonPropertyName("classifier_targets")]
    public IReadOnlyList<ClassifierTarget>? ClassifierTargets { get; init; }

    /// <summary>The kind of model (<c>model_type</c>): <c>completion</c> or <c>classifier</c>.</summary>
    [JsonPropertyName("model_type")]
    public string? ModelType { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
