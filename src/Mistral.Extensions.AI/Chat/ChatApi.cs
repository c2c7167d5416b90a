using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Chat completions (<c>/v1/chat/completions</c>).</summary>
public sealed class ChatApi
{
    private readonly MistralConnection _connection;

    internal ChatApi(MistralConnection connection) => _connection = connection;

    internal Uri Endpoint => _connection.Endpoint;

    /// <summary>Asks for a whole answer.</summary>
    /// <param name="request">What to ask. It is sent as it is, after a check for what the server would refuse.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The server would refuse the request; nothing was sent.</exception>
    /// <exception cref="MistralException">The server refused, or could not be reached.</exception>
    public Task<ChatCompletionResponse> CompleteAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ChatRequestValidator.Validate);
        return _connection.PostAsync(
            "chat/completions",
            request with { Stream = null },
            ChatJson.Default.ChatCompletionRequest,
            ChatJson.Default.ChatCompletionResponse,
            cancellationToken);
    }

    /// <summary>Asks for an answer piece by piece.</summary>
    /// <param name="request">What to ask. It is sent as it is, after a check for what the server would refuse.</param>
    /// <param name="cancellationToken">Gives up, also between two pieces.</param>
    /// <returns>The pieces, as they come.</returns>
    /// <exception cref="ArgumentException">The server would refuse the request; nothing was sent.</exception>
    /// <exception cref="MistralException">The server refused, could not be reached, or broke off.</exception>
    public IAsyncEnumerable<CompletionChunk> StreamAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ChatRequestValidator.Validate);
        return _connection.StreamAsync(
            "chat/completions",
            request with { Stream = true },
            ChatJson.Default.ChatCompletionRequest,
            ChatJson.Default.CompletionChunk,
            () => CompletionChunk.CreateCompletionTracker(request.N ?? 1),
            cancellationToken);
    }
}
