using System.Runtime.CompilerServices;
using Mistral.Extensions.AI.Adapters.Completions;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

// The namespace of the extended types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods that convert chat responses between Microsoft.Extensions.AI and the Mistral API.</summary>
/// <remarks><c>docs/converter-changes.md</c> lists the values that the conversion changes.</remarks>
public static class MistralChatResponseExtensions
{
    /// <summary>Converts a response of the API, as the chat client of this library does.</summary>
    /// <param name="response">The response. It becomes the <see cref="ChatResponse.RawRepresentation"/>.</param>
    /// <param name="options">
    /// The options of the request; null for the defaults. <see cref="ReasoningOptions.Output"/> <see cref="ReasoningOutput.None"/> removes
    /// the text of the thinking.
    /// </param>
    /// <returns>
    /// A response with one message. If the response has several choices, the message is that of the choice with the lowest index.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static ChatResponse ToChatResponse(this ChatCompletionResponse response, ChatOptions? options = null) =>
        (response ?? throw new ArgumentNullException(nameof(response))).ToChatResponse(new MessageReader(options, prefixStripper: null));

    /// <summary>Converts the chunks of a stream of the API, as the chat client of this library does.</summary>
    /// <param name="chunks">The chunks. Each becomes the <see cref="ChatResponseUpdate.RawRepresentation"/> of its update.</param>
    /// <param name="options">
    /// The options of the request; null for the defaults. <see cref="ReasoningOptions.Output"/> <see cref="ReasoningOutput.None"/> removes
    /// the text of the thinking.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The updates. Function calls and token usage are in the last ones.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="chunks"/> is null.</exception>
    public static IAsyncEnumerable<ChatResponseUpdate> ToChatResponseUpdatesAsync(
        this IAsyncEnumerable<CompletionChunk> chunks, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        ChatUpdateReader.ReadAsync(
            chunks ?? throw new ArgumentNullException(nameof(chunks)),
            () => new(new MessageReader(options, prefixStripper: null), choiceCount: 1),
            cancellationToken);

    /// <summary>Converts a response of any provider to a response of the API, for example to return it to a client.</summary>
    /// <param name="response">The response. It may have several messages, for example those of <c>UseFunctionInvocation</c>.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="ChatResponse.ModelId"/> is null, for example that of the request. Default: <c>unknown</c>.
    /// </param>
    /// <param name="includeExecutedCalls">
    /// Whether <c>choices[].messages</c> has the function calls that were executed, with their results, in the form of Mistral's hosted
    /// tools. By default, they are left out, because results may be confidential.
    /// </param>
    /// <returns>
    /// The response. Its message has the content of all messages, and the calls without a result. A missing ID becomes a new ID, a missing
    /// time the current time, and missing usage 0 tokens.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    /// <exception cref="NotSupportedException">The response has a request for the approval of a call.</exception>
    public static ChatCompletionResponse ToChatCompletionResponse(
        this ChatResponse response, string? defaultModelId = null, bool includeExecutedCalls = false) =>
        CompletionMapping.ToChatCompletionResponse(
            response ?? throw new ArgumentNullException(nameof(response)), defaultModelId, includeExecutedCalls);

    /// <summary>Converts the updates of a stream of any provider to chunks of the API, for example to stream them to a client.</summary>
    /// <param name="updates">The updates. They may have several messages, for example those of <c>UseFunctionInvocation</c>.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="ChatResponseUpdate.ModelId"/> is null, for example that of the request. Default: <c>unknown</c>.
    /// </param>
    /// <param name="includeExecutedCalls">
    /// Whether to return the function calls that were executed, with their results, as deltas in the form of Mistral's hosted tools. By
    /// default, they are left out: results may be confidential, and many clients execute all calls of a stream and show all its texts.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The chunks. Text is returned without delay. The first chunk has the role. The last chunk has the calls without a result, the finish
    /// reason and the sum of the token usage. A server must send the event <c>[DONE]</c> after the last chunk.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="updates"/> is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The response has a request for the approval of a call. Thrown during enumeration.
    /// </exception>
    public static IAsyncEnumerable<CompletionChunk> ToCompletionChunksAsync(
        this IAsyncEnumerable<ChatResponseUpdate> updates,
        string? defaultModelId = null,
        bool includeExecutedCalls = false,
        CancellationToken cancellationToken = default) =>
        WriteAsync(
            updates ?? throw new ArgumentNullException(nameof(updates)), defaultModelId, includeExecutedCalls, cancellationToken);

    private static async IAsyncEnumerable<CompletionChunk> WriteAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates,
        string? defaultModelId,
        bool includeExecutedCalls,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writer = new CompletionChunkWriter(defaultModelId, includeExecutedCalls);
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var chunk in writer.Write(update))
                yield return chunk;
        }

        foreach (var chunk in writer.Complete())
            yield return chunk;
    }
}
