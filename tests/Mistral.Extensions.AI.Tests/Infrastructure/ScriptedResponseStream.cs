using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A response stream that returns one chunk for each read, and then fails, or stalls until the read is canceled.</summary>
internal sealed class ScriptedResponseStream : TestResponseStream
{
    private readonly Queue<byte[]> _chunks;
    private readonly Func<CancellationToken, Task<int>> _end;

    private ScriptedResponseStream(IEnumerable<string> chunks, Func<CancellationToken, Task<int>> end) =>
        (_chunks, _end) = (new(chunks.Select(Encoding.UTF8.GetBytes)), end);

    internal static ScriptedResponseStream Failing(Exception exception, params string[] chunks) =>
        new(chunks, _ => Task.FromException<int>(exception));

    internal static ScriptedResponseStream Stalled(params string[] chunks) => new(chunks, async cancellationToken =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    });

    /// <summary>Like <see cref="Stalled"/>, but a canceled read throws <see cref="IOException"/>, as on some platforms.</summary>
    internal static ScriptedResponseStream StalledUntilAborted(params string[] chunks) => new(chunks, async cancellationToken =>
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(aborted.SetResult);
        await aborted.Task;
        throw new IOException("The operation was aborted.");
    });

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_chunks.TryDequeue(out var chunk))
            return await _end(cancellationToken);

        chunk.CopyTo(buffer);
        return chunk.Length;
    }
}
