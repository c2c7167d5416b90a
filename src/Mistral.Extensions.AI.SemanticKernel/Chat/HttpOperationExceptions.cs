using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// Converts <see cref="MistralException"/> to <see cref="HttpOperationException"/>, which catch blocks and filters of Semantic Kernel
/// applications expect from every connector.
/// </summary>
internal static class HttpOperationExceptions
{
    internal static async Task<T> ConvertAsync<T>(Func<Task<T>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (MistralException exception)
        {
            throw Convert(exception);
        }
    }

    internal static async IAsyncEnumerable<T> ConvertAsync<T>(
        IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = items.GetAsyncEnumerator(cancellationToken);
        await using (enumerator.ConfigureAwait(false))
        {
            while (await ConvertAsync(() => enumerator.MoveNextAsync().AsTask()).ConfigureAwait(false))
                yield return enumerator.Current;
        }
    }

    private static HttpOperationException Convert(MistralException exception) =>
        new(exception.StatusCode, exception.ResponseBody, exception.Message, exception);
}
