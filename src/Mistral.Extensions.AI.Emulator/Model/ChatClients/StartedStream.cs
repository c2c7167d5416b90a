namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Starts streams.</summary>
internal static class StartedStream
{
    /// <summary>Waits for the first item of a stream, and returns the stream with it.</summary>
    public static async Task<IAsyncEnumerable<T>> StartAsync<T>(IAsyncEnumerable<T> stream)
    {
        var enumerator = stream.GetAsyncEnumerator();
        try
        {
            return ContinueAsync(enumerator, await enumerator.MoveNextAsync().ConfigureAwait(false));
        }
        catch
        {
            await enumerator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async IAsyncEnumerable<T> ContinueAsync<T>(IAsyncEnumerator<T> started, bool hasItem)
    {
        await using var enumerator = started;
        while (hasItem)
        {
            yield return enumerator.Current;
            hasItem = await enumerator.MoveNextAsync().ConfigureAwait(false);
        }
    }
}
