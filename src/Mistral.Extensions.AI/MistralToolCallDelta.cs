using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI;

/// <summary>
/// A part of a tool call that the model is still generating, for <see cref="MistralStreamingExtensions.GetToolCallDeltas"/>.
/// </summary>
public sealed record MistralToolCallDelta
{
    /// <summary>
    /// The ID of the call, which is the same in all parts of the call and in its <see cref="FunctionCallContent"/>. Null only if the
    /// Conversations API sent no ID.
    /// </summary>
    public string? CallId { get; init; }

    /// <summary>The name of the function, even if the server sent it only in an earlier part; null if it was not sent yet.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The new part of the arguments: a fragment of a JSON object, which may be empty. To get all arguments, concatenate the parts of the
    /// call.
    /// </summary>
    public string Arguments { get; init; } = "";
}
