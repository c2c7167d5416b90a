using System.Text;

namespace Mistral.Extensions.AI.Benchmarks.Transport;

/// <summary>An OCR response with one image on each page, created while it is read, so that it takes no memory.</summary>
/// <param name="images">The number of images.</param>
/// <param name="imageSize">The size of an image in bytes, a multiple of 3.</param>
internal sealed class OcrResponseStream(int images, int imageSize) : UnseekableStream
{
    private readonly IEnumerator<ReadOnlyMemory<byte>> _segments = CreateSegments(images, imageSize / 3 * 4).GetEnumerator();

    private ReadOnlyMemory<byte> _segment;

    public override int Read(Span<byte> buffer)
    {
        while (_segment.IsEmpty)
        {
            if (!_segments.MoveNext())
                return 0;

            _segment = _segments.Current;
        }

        var length = Math.Min(buffer.Length, _segment.Length);
        _segment.Span[..length].CopyTo(buffer);
        _segment = _segment[length..];
        return length;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> CreateSegments(int images, int base64Length)
    {
        // A read returns at most 16 KB, as the one of a TLS connection.
        var base64 = new byte[16 * 1024];
        base64.AsSpan().Fill((byte)'A');
        yield return """{"model":"mistral-ocr-latest","usage_info":{"pages_processed":40},"pages":["""u8.ToArray();
        for (var image = 0; image < images; image++)
        {
            yield return Encoding.UTF8.GetBytes(
                $$"""
                {{(image > 0 ? "," : "")}}{"index":{{image}},"markdown":"![img-0.jpeg](img-0.jpeg)","dimensions":null,
                "images":[{"id":"img-0.jpeg","top_left_x":0,"top_left_y":0,"bottom_right_x":9,"bottom_right_y":9,
                "image_base64":"data:image/jpeg;base64,
                """.ReplaceLineEndings(""));
            for (var rest = base64Length; rest > 0; rest -= base64.Length)
                yield return base64.AsMemory(0, Math.Min(rest, base64.Length));
            yield return "\"}]}"u8.ToArray();
        }

        yield return "]}"u8.ToArray();
    }
}
