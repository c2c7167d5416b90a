namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A model of the catalog: what its card says, and what the chat rules need to know of it.</summary>
internal sealed record ModelCard(string Id, params string[] EnabledCapabilities)
{
    public string[] Aliases { get; init; } = [];

    public string Description { get; init; } = "";

    public int ContextLength { get; init; } = 131_072;

    public double? DefaultTemperature { get; init; }

    /// <summary>When the model will be, or was, retired; its answers then carry the deprecation header.</summary>
    public string? Deprecation { get; init; }

    public string? Replacement { get; init; }

    /// <summary>The base model of a fine-tuned one.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Whether the model thinks by its own system prompt (<c>prompt_mode</c>), not by <c>reasoning_effort</c>.</summary>
    public bool UsesPromptMode { get; init; }

    /// <summary>The length of the vectors of an embedding model, 0 for all others.</summary>
    public int Dimensions { get; init; }

    /// <summary>How far <c>output_dimension</c> may go; null if the model has one length only.</summary>
    public int? MaxDimensions { get; init; }

    public bool SupportsReasoningEffort => HasCapability("reasoning") && !UsesPromptMode;

    public bool HasCapability(string capability) => EnabledCapabilities.Contains(capability);

    public bool HasName(string name) => Id == name || Aliases.Contains(name);
}
