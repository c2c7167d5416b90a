using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI;

/// <summary>
/// A part of a tool call that the model is still generating, for <see cref="MistralStreamingExtensions.GetToolCallDeltas"/>.
/// </summary>
public sealed record MistralToolCallDelta
{
    /// <summary>
    /// The ID of the call, the same in all parts of the call and in its <see cref="FunctionCallContent"/>. Null only if Mistral's
    /// conversations API has sent no ID.
    /// </summary>
    public string? CallId { get; init; }

    /// <summary>The name of the function, also if only an earlier part had it; null if none had it.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The new part of the arguments: a fragment of the text of a JSON object, which may be empty. The parts of a call are concatenated.
    /// </summary>
    public string Arguments { get; init; } = "";
}
