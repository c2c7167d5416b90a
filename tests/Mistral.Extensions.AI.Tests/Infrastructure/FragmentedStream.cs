using System.IO.Compression;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A response stream that returns the given fragments, one for each read (or several reads, if the buffer is smaller). After the last one
/// it ends, or throws <paramref name="failure"/>.
/// </summary>
internal sealed class FragmentedStream(IEnumerable<ReadOnlyMemory<byte>> fragments, Exception? failure = null) : MemoryStream
{
    private readonly Queue<ReadOnlyMemory<byte>> _fragments = new(fragments.Where(fragment => !fragment.IsEmpty));
    private ReadOnlyMemory<byte> _remaining;

    internal FragmentedStream(byte[] bytes, Exception? failure = null)
        : this([bytes], failure)
    {
    }

    /// <summary>Creates a stream of these bytes that is split at the given positions.</summary>
    internal static FragmentedStream Split(byte[] bytes, params IEnumerable<int> positions)
    {
        var fragments = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        foreach (var end in positions.Append(bytes.Length).Order())
        {
            fragments.Add(bytes.AsMemory(start, end - start));
            start = end;
        }

        return new(fragments);
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }

    internal static byte[] ToUtf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Creates a server that responds with this stream as an event stream.</summary>
    internal StubServer CreateServer() => new StubServer().Then(() => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(this) { Headers = { ContentType = new("text/event-stream") } },
    });

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_remaining.IsEmpty && !_fragments.TryDequeue(out _remaining))
            return failure is null ? new(0) : ValueTask.FromException<int>(failure);

        var length = Math.Min(buffer.Length, _remaining.Length);
        _remaining[..length].CopyTo(buffer);
        _remaining = _remaining[length..];
        return new(length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
