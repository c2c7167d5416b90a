using System.IO.Compression;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A body that the network hands over in these pieces, whatever the reader asks for, and then ends or breaks.</summary>
internal sealed class FragmentedStream(IEnumerable<ReadOnlyMemory<byte>> fragments, Exception? failure = null) : MemoryStream
{
    private readonly Queue<ReadOnlyMemory<byte>> _fragments = new(fragments.Where(piece => !piece.IsEmpty));
    private ReadOnlyMemory<byte> _remaining;

    internal FragmentedStream(byte[] bytes, Exception? failure = null)
        : this([bytes], failure)
    {
    }

    /// <summary>The bytes cut at these places.</summary>
    internal static FragmentedStream Split(byte[] bytes, params IEnumerable<int> cuts) =>
        new([.. cuts.Append(bytes.Length).Order().Aggregate(
            (Start: 0, List: new List<ReadOnlyMemory<byte>>()),
            (all, end) =>
            {
                all.List.Add(bytes.AsMemory(all.Start, end - all.Start));
                return (end, all.List);
            }).List]);

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    internal static byte[] ToUtf8(string text) => Encoding.UTF8.GetBytes(text);

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
