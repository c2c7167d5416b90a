using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts the exceptions of a chat client.</summary>
internal static class ChatClientErrors
{
    /// <summary>Calls the chat client.</summary>
    /// <exception cref="ModelException">The chat client threw an exception.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A chat client can throw any exception, and the client of the emulator gets its type and message.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw Convert(error);
        }
    }

    /// <summary>Calls the chat client, and returns its stream with converted exceptions.</summary>
    public static async IAsyncEnumerable<T> ConvertAsync<T>(
        Func<IAsyncEnumerable<T>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await RunAsync(() => Task.FromResult(call()), cancellationToken).ConfigureAwait(false);
        await using var enumerator = stream.GetAsyncEnumerator(cancellationToken);
        while (await RunAsync(() => enumerator.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            yield return enumerator.Current;
    }

    /// <summary>Creates the exception for an error in a response.</summary>
    public static ModelException Create(ErrorContent error) =>
        new($"The chat client returned an error: {SecretRedactor.Redact(error.Message)}", ModelError.Failed);

    private static ModelException Convert(Exception error) => new(
        $"The chat client threw {error.GetType().Name}: {SecretRedactor.Redact(error.Message)}",
        error switch
        {
            NotSupportedException => ModelError.NotSupported,
            HttpRequestException or IOException or TimeoutException or OperationCanceledException => ModelError.Unavailable,
            _ => ModelError.Failed,
        });
}
