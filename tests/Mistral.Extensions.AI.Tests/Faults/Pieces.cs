using System.IO.Compression;
using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A body that the network hands over in these pieces, whatever the reader asks for, and then ends or breaks.</summary>
internal sealed class Pieces(IEnumerable<ReadOnlyMemory<byte>> pieces, Exception? end = null) : MemoryStream
{
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new(pieces.Where(piece => !piece.IsEmpty));
    private ReadOnlyMemory<byte> _rest;

    internal Pieces(byte[] bytes, Exception? end = null)
        : this([bytes], end)
    {
    }

    /// <summary>The bytes cut at these places.</summary>
    internal static Pieces Of(byte[] bytes, params IEnumerable<int> cuts) =>
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

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal StubServer Server() => new StubServer().Then(() => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(this) { Headers = { ContentType = new("text/event-stream") } },
    });

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty && !_pieces.TryDequeue(out _rest))
            return end is null ? new(0) : ValueTask.FromException<int>(end);

        var length = Math.Min(buffer.Length, _rest.Length);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return new(length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
