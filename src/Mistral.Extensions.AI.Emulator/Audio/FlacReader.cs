using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads the header of FLAC files: a block with the format and the length, and a block with comments.</summary>
internal static class FlacReader
{
    private const int SignatureLength = 4;
    private const int BlockHeaderLength = 4;
    private const int StreamInfoLength = 34;
    private const int StreamInfoBlock = 0;
    private const int CommentBlock = 4;
    private const int MaxCommentLength = 64 * 1024;

    /// <summary>Reads a file that starts with the signature of FLAC; returns null if its length is not known.</summary>
    public static AudioDescription? TryRead(Stream stream)
    {
        stream.Position = SignatureLength;
        Span<byte> header = stackalloc byte[BlockHeaderLength];
        var description = default(AudioDescription);
        while (stream.ReadAtLeast(header, BlockHeaderLength, throwOnEndOfStream: false) == BlockHeaderLength)
        {
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFFFFFF);
            var end = stream.Position + length;
            if (end > stream.Length)
                return null;
            var type = header[0] & 0x7F;
            if (type == StreamInfoBlock && length >= StreamInfoLength)
                description = ReadStreamInfo(ReadBlock(stream, StreamInfoLength));
            else if (type == CommentBlock && length <= MaxCommentLength && description is not null)
                description = description with { Words = VorbisComment.Read(ReadBlock(stream, length)) };
            if (description is null || (header[0] & 0x80) != 0)
                return description;
            stream.Position = end;
        }
        return null;
    }

    private static byte[] ReadBlock(Stream stream, int length)
    {
        var block = new byte[length];
        stream.ReadExactly(block);
        return block;
    }

    /// <summary>Reads 20 bits of sample rate, 3 of channels, 5 of bits for each sample and 36 of samples.</summary>
    private static AudioDescription? ReadStreamInfo(byte[] block)
    {
        const int FormatOffset = 10;
        var format = BinaryPrimitives.ReadUInt64BigEndian(block.AsSpan(FormatOffset));
        var sampleRate = (int)(format >> 44);
        var samples = format & 0xF_FFFF_FFFF;
        return sampleRate == 0 || samples == 0 ? null : new AudioDescription("FLAC", (double)samples / sampleRate)
        {
            Channels = (int)(format >> 41 & 7) + 1,
            SampleRate = sampleRate,
        };
    }
}
