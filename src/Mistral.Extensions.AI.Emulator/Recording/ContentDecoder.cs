using System.IO.Compression;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Decompresses the bodies of an upstream that ignores <c>Accept-Encoding: identity</c>.</summary>
internal static class ContentDecoder
{
    /// <summary>Whether a body is compressed.</summary>
    public static bool IsCompressed(HttpContent content) =>
        content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the body without compression.</summary>
    /// <exception cref="Hosting.ApiError">The compression is not supported.</exception>
    public static async Task<Stream> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return string.Join(',', content.Headers.ContentEncoding).ToLowerInvariant() switch
        {
            "" or "identity" => stream,
            "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
            "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            var other => throw RecordingErrors.UpstreamFailed(
                $"Nothing was recorded, because the response has the content encoding \"{other}\", which is not supported."),
        };
    }
}
