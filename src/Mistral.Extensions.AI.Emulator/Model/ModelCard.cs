using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A model of the catalog: the fields that <c>/v1/models</c> returns, and the properties that validation needs.</summary>
/// <param name="Id">The model ID.</param>
/// <param name="EnabledCapabilities">The names of the capabilities that are true in <c>capabilities</c>.</param>
internal sealed record ModelCard(string Id, params string[] EnabledCapabilities)
{
    public string[] Aliases { get; init; } = [];

    /// <summary>The names of retired models of the same kind, which requests may still use. They are not listed.</summary>
    public string[] OlderNames { get; init; } = [];

    public string Description { get; init; } = "";

    /// <summary>The maximum number of tokens in the context (<c>max_context_length</c>).</summary>
    public int ContextLength { get; init; } = 131_072;

    /// <summary>The default sampling temperature (<c>default_model_temperature</c>); null if the API does not report one.</summary>
    public double? DefaultTemperature { get; init; }

    /// <summary>
    /// The retirement date, in ISO 8601 (<c>deprecation</c>); null if none is announced. The response header
    /// <c>x-model-deprecation-timestamp</c> has it too.
    /// </summary>
    public string? Deprecation { get; init; }

    /// <summary>The model that replaces this one (<c>deprecation_replacement_model</c>); null if none is announced.</summary>
    public string? Replacement { get; init; }

    /// <summary>The base model of a fine-tuned model; null for a base model.</summary>
    public string? BaseModel { get; init; }

    /// <summary>The display name (<c>name</c>) of a fine-tuned model; null if it is the ID.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The ID of the fine-tuning job (<c>job</c>); null for a base model.</summary>
    public string? Job { get; init; }

    /// <summary>Whether a fine-tuned model is archived (<c>archived</c>).</summary>
    public bool IsArchived { get; init; }

    /// <summary>The targets (<c>classifier_targets</c>) of a fine-tuned classifier; null for other models.</summary>
    public JsonArray? ClassifierTargets { get; init; }

    /// <summary>The creation time (<c>created</c>), in seconds since 1970. Default: 2026-01-01T00:00:00Z.</summary>
    public long Created { get; init; } = 1_767_225_600;

    /// <summary>Whether <c>prompt_mode</c> controls the reasoning of the model, instead of <c>reasoning_effort</c>.</summary>
    public bool UsesPromptMode { get; init; }

    /// <summary>The default number of dimensions of an embedding model; 0 for other models.</summary>
    public int Dimensions { get; init; }

    /// <summary>The maximum <c>output_dimension</c>; null if the model does not support that field.</summary>
    public int? MaxDimensions { get; init; }

    /// <summary>The categories of a moderation model; empty for other models.</summary>
    public string[] ModerationCategories { get; init; } = [];

    public bool SupportsReasoningEffort => HasCapability("reasoning") && !UsesPromptMode;

    public bool HasCapability(string capability) => EnabledCapabilities.Contains(capability);

    /// <summary>Whether a name is the ID, an alias or an older name of the model.</summary>
    public bool HasName(string name) => Id == name || Aliases.Contains(name) || OlderNames.Contains(name);
}
