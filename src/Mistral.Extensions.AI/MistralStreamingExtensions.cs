using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

// The namespace of the extended type, so that the method is found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods for the updates of streamed responses of Mistral.</summary>
public static class MistralStreamingExtensions
{
    /// <summary>
    /// Gets the parts of tool calls in an update, so that an application can show the arguments while the model generates them. A chat
    /// client returns the <see cref="FunctionCallContent"/> only when the call is complete.
    /// </summary>
    /// <param name="update">
    /// An update of a chat client, a conversation or an agent of Mistral. It can pass through middleware that preserves
    /// <see cref="ChatResponseUpdate.RawRepresentation"/>, such as <c>UseFunctionInvocation</c>.
    /// </param>
    /// <returns>
    /// The parts in the order of the response; empty if there are none, and for the updates of other providers. Parts without an ID or a
    /// name, and calls with the same index, are assigned by the same rules as in the <see cref="FunctionCallContent"/>.
    /// </returns>
    /// <remarks>
    /// The parts are those of the <see cref="CompletionChunk"/> or the <see cref="FunctionCallEvent"/> that is the
    /// <see cref="ChatResponseUpdate.RawRepresentation"/> of the update. Many models send each call in one part.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is null.</exception>
    public static IReadOnlyList<MistralToolCallDelta> GetToolCallDeltas(this ChatResponseUpdate update)
    {
        if (update is null)
            throw new ArgumentNullException(nameof(update));

        return update.RawRepresentation switch
        {
            // The choices of a chunk with only text are created when they are read.
            CompletionChunk { OnlyText: null, Choices: { } choices } => [.. choices.SelectMany(static choice => GetDeltas(choice?.Delta))],
            FunctionCallEvent call => [new() { CallId = call.ToolCallId, Name = call.Name, Arguments = call.Arguments ?? "" }],
            _ => [],
        };
    }

    private static IEnumerable<MistralToolCallDelta> GetDeltas(DeltaMessage? message) => message is { ToolCalls: { } deltas }
        ? deltas.Where(static delta => delta is not null).Zip(
            message.StreamedCalls ?? [],
            static (delta, call) => new MistralToolCallDelta
            {
                CallId = call.CallId,
                Name = call.Name,
                Arguments = delta.Function?.Arguments ?? "",
            })
        : [];
}
