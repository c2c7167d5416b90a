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

    /// <summary>Whether <c>prompt_mode</c> controls the reasoning of the model, instead of <c>reasoning_effort</c>.</summary>
    public bool UsesPromptMode { get; init; }

    /// <summary>The default number of dimensions of an embedding model; 0 for other models.</summary>
    public int Dimensions { get; init; }

    /// <summary>The maximum <c>output_dimension</c>; null if the model does not support that field.</summary>
    public int? MaxDimensions { get; init; }

    public bool SupportsReasoningEffort => HasCapability("reasoning") && !UsesPromptMode;

    public bool HasCapability(string capability) => EnabledCapabilities.Contains(capability);

    /// <summary>Whether a name is the ID, an alias or an older name of the model.</summary>
    public bool HasName(string name) => Id == name || Aliases.Contains(name) || OlderNames.Contains(name);
}
