using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Fim;

/// <summary>Fill in the middle: code between what stands before and what stands after (<c>/v1/fim/completions</c>).</summary>
/// <remarks>Answers have the shapes of chat completions; the code is the content of the message.</remarks>
public sealed class FimApi
{
    private readonly MistralConnection _connection;

    internal FimApi(MistralConnection connection) => _connection = connection;

    /// <summary>Asks for the whole middle.</summary>
    /// <param name="request">What stands around it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; the code is <c>Choices[0].Message.Content</c>.</returns>
    /// <exception cref="ArgumentException">The server would refuse the request; nothing was sent.</exception>
    /// <exception cref="MistralException">The server refused, or could not be reached.</exception>
    public Task<ChatCompletionResponse> CompleteAsync(FimCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, FimRequestValidator.Validate);
        return _connection.PostAsync(
            "fim/completions",
            request with { Stream = null },
            FimJson.Default.FimCompletionRequest,
            ChatJson.Default.ChatCompletionResponse,
            cancellationToken);
    }

    /// <summary>Asks for the middle piece by piece.</summary>
    /// <param name="request">What stands around it.</param>
    /// <param name="cancellationToken">Gives up, also between two pieces.</param>
    /// <returns>The pieces, as they come; the code is <c>Choices[0].Delta.Content</c>.</returns>
    /// <exception cref="ArgumentException">The server would refuse the request; nothing was sent.</exception>
    /// <exception cref="MistralException">The server refused, could not be reached, or broke off.</exception>
    public IAsyncEnumerable<CompletionChunk> StreamAsync(FimCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, FimRequestValidator.Validate);
        return _connection.StreamAsync(
            "fim/completions",
            request with { Stream = true },
            FimJson.Default.FimCompletionRequest,
            ChatJson.Default.CompletionChunk,
            () => CompletionChunk.CreateCompletionTracker(1),
            cancellationToken);
    }
}
