using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>
/// An integration of a fine-tuning job with Weights &amp; Biases (<c>WandbIntegration</c>, <c>WandbIntegrationResult</c>).
/// </summary>
public sealed record WandbIntegration
{
    /// <summary>The type of the integration (<c>type</c>): <c>wandb</c>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; } = "wandb";

    /// <summary>The project in which the run is created (<c>project</c>). Required.</summary>
    [JsonPropertyName("project")]
    public string? Project { get; init; }

    /// <summary>The display name of the run (<c>name</c>).</summary>
    /// <value>Default: the ID of the job.</value>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The name of the run (<c>run_name</c>).</summary>
    [JsonPropertyName("run_name")]
    public string? RunName { get; init; }

    /// <summary>
    /// The API key of Weights &amp; Biases (<c>api_key</c>): 40 characters. Required in requests; responses do not have it.
    /// </summary>
    [JsonPropertyName("api_key")]
    public string? ApiKey { get; init; }

    /// <summary>The URL of the run (<c>url</c>). Only in responses.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Additional properties of requests and responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the type and the project only, so that the API key does not appear in logs.</summary>
    /// <returns>The type and the project.</returns>
    public override string ToString() => $"{nameof(WandbIntegration)} {{ {nameof(Type)} = {Type}, {nameof(Project)} = {Project} }}";
}
