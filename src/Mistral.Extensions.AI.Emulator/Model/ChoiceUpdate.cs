namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A part of a choice, as it is streamed.</summary>
/// <param name="Index">The index of the choice.</param>
internal sealed record ChoiceUpdate(int Index)
{
    /// <summary>The next part of the thinking chunk; null for none.</summary>
    public string? Thinking { get; init; }

    /// <summary>Whether the thinking chunk is complete.</summary>
    public bool ClosesThinking { get; init; }

    /// <summary>The signature of the thinking chunk; null for none.</summary>
    public string? Signature { get; init; }

    /// <summary>The next part of the text; null for none. It follows the thinking.</summary>
    public string? Text { get; init; }

    /// <summary>The tool calls, which are in the last update of a choice.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The finish reason, which is in the last update of a choice.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The token counts of the model; null if the update has none.</summary>
    public ModelUsage? Usage { get; init; }
}
