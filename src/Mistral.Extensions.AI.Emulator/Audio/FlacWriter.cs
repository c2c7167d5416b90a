using System.Buffers.Binary;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Writes FLAC files with 16 bits for each sample and one channel. The samples are not compressed.</summary>
internal static class FlacWriter
{
    private const int TonesPerFrame = 8;
    private const int StreamInfoLength = 34;
    private const byte LastBlock = 0x80;
    private const byte CommentBlock = 4;

    private static readonly Checksum Crc8 = new(0x07, 8);
    private static readonly Checksum Crc16 = new(0x8005, 16);

    /// <summary>Creates the parts of a file: the header with the text, and the frames.</summary>
    public static IEnumerable<byte[]> Write(SpeechAudio audio)
    {
        var comments = VorbisComment.Create(audio.Text);
        yield return
        [
            .. "fLaC"u8, 0, .. WriteLength(StreamInfoLength), .. CreateStreamInfo(audio.SampleCount),
            LastBlock | CommentBlock, .. WriteLength(comments.Length), .. comments,
        ];
        var index = 0;
        foreach (var samples in audio.GetParts(TonesPerFrame))
            yield return CreateFrame(samples, index++);
    }

    private static byte[] CreateStreamInfo(int sampleCount)
    {
        const int FrameLength = TonesPerFrame * SpeechAudio.SamplesPerTone;
        const int FrameSizeBits = 24;
        var block = new byte[StreamInfoLength];
        var writer = new BitWriter(block, 0);
        writer.Write(FrameLength, 16);
        writer.Write(FrameLength, 16);
        // The sizes of the frames, and at the end the hash of the samples, are zero: not known.
        writer.Write(0, 2 * FrameSizeBits);
        writer.Write(SpeechAudio.SampleRate, 20);
        // The number of channels and of bits, each minus 1.
        writer.Write(0, 3);
        writer.Write(15, 5);
        writer.Write(sampleCount, 36);
        return block;
    }

    private static byte[] CreateFrame(short[] samples, int index)
    {
        var number = new byte[4];
        // The number of the frame is written as a character in UTF-8.
        var numberLength = new Rune(index).EncodeToUtf8(number);
        var length = samples.Length - 1;
        // The start of a frame; 24,000 samples per second, with the number of samples at the end of the header; one channel, 16 bits.
        byte[] header = [0xFF, 0xF8, 0x77, 0x08, .. number[..numberLength], (byte)(length >> 8), (byte)length];
        // The samples follow without compression.
        const byte Verbatim = 0x02;
        byte[] frame = [.. header, (byte)Crc8.Compute(header), Verbatim, .. ToBigEndian(samples)];
        var crc = Crc16.Compute(frame);
        return [.. frame, (byte)(crc >> 8), (byte)crc];
    }

    private static byte[] ToBigEndian(short[] samples)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(i * sizeof(short)), samples[i]);
        return bytes;
    }

    private static byte[] WriteLength(int length) => [(byte)(length >> 16), (byte)(length >> 8), (byte)length];
}
