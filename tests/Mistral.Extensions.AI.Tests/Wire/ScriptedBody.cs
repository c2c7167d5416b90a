using System.Text;

namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>A body that comes piece by piece, and then ends, breaks, or stays silent until the reader gives up.</summary>
internal sealed class ScriptedBody : Body
{
    private readonly Queue<byte[]> _pieces;
    private readonly Func<CancellationToken, Task<int>> _end;

    private ScriptedBody(IEnumerable<string> pieces, Func<CancellationToken, Task<int>> end) =>
        (_pieces, _end) = (new(pieces.Select(Encoding.UTF8.GetBytes)), end);

    internal static ScriptedBody Breaking(Exception exception, params string[] pieces) => new(pieces, _ => Task.FromException<int>(exception));

    internal static ScriptedBody Silent(params string[] pieces) => new(pieces, async cancellationToken =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    });

    /// <summary>Silent too, but when it is cancelled it says that the connection broke, as some platforms do.</summary>
    internal static ScriptedBody SilentUntilAborted(params string[] pieces) => new(pieces, async cancellationToken =>
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(aborted.SetResult);
        await aborted.Task;
        throw new IOException("The operation was aborted.");
    });

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_pieces.TryDequeue(out var piece))
            return await _end(cancellationToken);

        piece.CopyTo(buffer);
        return piece.Length;
    }
}
