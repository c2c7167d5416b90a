using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Converts the exceptions of an <see cref="ILanguageModel"/> to error responses.</summary>
internal static class ModelErrors
{
    /// <summary>Asks a model.</summary>
    /// <exception cref="ApiError">The model returned an error, or the response would be too large.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception error) when (Convert(error) is { } apiError)
        {
            throw apiError;
        }
    }

    /// <summary>Returns a stream whose errors are error responses.</summary>
    public static async IAsyncEnumerable<T> ConvertAsync<T>(IAsyncEnumerable<T> stream)
    {
        await using var enumerator = stream.GetAsyncEnumerator();
        while (await RunAsync(() => enumerator.MoveNextAsync().AsTask()).ConfigureAwait(false))
            yield return enumerator.Current;
    }

    private static ApiError? Convert(Exception error) => error switch
    {
        BudgetExceededException => ApiError.InvalidArguments(error.Message),
        ModelException { Error: ModelError.NotSupported } => ApiError.InvalidArguments(error.Message),
        ModelException { Error: ModelError.Unavailable } => CreateServerError(error.Message, StatusCodes.Status503ServiceUnavailable),
        ModelException => CreateServerError(error.Message, StatusCodes.Status500InternalServerError),
        _ => null,
    };

    private static ApiError CreateServerError(string message, int statusCode) =>
        ApiError.BadRequest(message, "internal_server_error", "3000", statusCode);
}
