namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Reads the decompressed data of one document, up to a limit. 1 MB of compressed zeros can decompress to 1 GB.</summary>
internal sealed class InflatedData
{
    private const int MaxTotalBytes = 64 * 1024 * 1024;
    private const int BufferSize = 64 * 1024;

    private int _remainingBytes = MaxTotalBytes;

    /// <summary>Reads a decompressing stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="maxBytes">The maximum length of this stream.</param>
    /// <exception cref="DocumentLimitException">The stream is longer, or the streams of the document together exceed the limit.</exception>
    public byte[] Read(Stream stream, int maxBytes = MaxTotalBytes)
    {
        var limit = Math.Min(maxBytes, _remainingBytes);
        using var data = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (stream.Read(buffer) is var count and > 0)
        {
            if (data.Length + count > limit)
                throw DocumentLimitException.TooLarge();
            data.Write(buffer, 0, count);
        }
        _remainingBytes -= (int)data.Length;
        return data.ToArray();
    }
}
