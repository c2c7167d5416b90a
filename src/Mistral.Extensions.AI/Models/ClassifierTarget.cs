using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>
/// A target of a classifier, which assigns one or several of its labels to a text, for example the target <c>sentiment</c> with the labels
/// <c>positive</c> and <c>negative</c> (<c>ClassifierTarget</c>, <c>ClassifierTargetResult</c>).
/// </summary>
public sealed record ClassifierTarget
{
    /// <summary>The name of the target (<c>name</c>). Required in requests.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The labels (<c>labels</c>). Required in requests; at least one.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The weight of the target in the training (<c>weight</c>), 0 or more.</summary>
    /// <value>Default: 1.</value>
    [JsonPropertyName("weight")]
    public double? Weight { get; init; }

    /// <summary>
    /// The loss function (<c>loss_function</c>): <c>single_class</c> if a text has one label, <c>multi_class</c> if it can have several.
    /// </summary>
    [JsonPropertyName("loss_function")]
    public string? LossFunction { get; init; }

    /// <summary>Additional properties of requests and responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
