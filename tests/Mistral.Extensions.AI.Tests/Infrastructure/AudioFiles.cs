using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Creates silent audio files.</summary>
internal static class AudioFiles
{
    /// <summary>Creates a WAV file with 16 bits for each sample.</summary>
    /// <param name="seconds">The length.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="sampleRate">The number of samples per second.</param>
    /// <param name="dataLength">The length in the header of the data; null for the right one.</param>
    /// <param name="chunk">The name of a chunk of 3 bytes before the format; null for none.</param>
    internal static byte[] CreateWav(
        double seconds, int channels = 1, int sampleRate = 16_000, uint? dataLength = null, string? chunk = null)
    {
        var data = new byte[(int)(seconds * sampleRate) * channels * 2];
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVE"u8);
        if (chunk is not null)
        {
            writer.Write(Encoding.ASCII.GetBytes(chunk));
            writer.Write(3);
            // A chunk of an odd length is padded.
            writer.Write(new byte[4]);
        }

        writer.Write("fmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(sampleRate);
        writer.Write(sampleRate * channels * 2);
        writer.Write((short)(channels * 2));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(dataLength ?? (uint)data.Length);
        writer.Write(data);
        return file.ToArray();
    }

    /// <summary>Creates an MP3 file of 128 kbit/s and 44,100 samples per second.</summary>
    /// <param name="frames">The number of frames, each of 1,152 samples.</param>
    /// <param name="isMono">Whether the file has one channel, and not two.</param>
    /// <param name="tagLength">The length of an ID3 tag before the frames; null for none.</param>
    /// <param name="hasInfo">Whether there is one more frame that describes the file.</param>
    internal static byte[] CreateMp3(int frames, bool isMono = false, int? tagLength = null, bool hasInfo = false)
    {
        const int FrameLength = 417;
        using var file = new MemoryStream();
        if (tagLength is { } length)
        {
            file.Write([(byte)'I', (byte)'D', (byte)'3', 4, 0, 0, 0, 0, (byte)(length >> 7), (byte)(length & 0x7F)]);
            file.Write(new byte[length]);
        }

        var frame = new byte[FrameLength];
        ((byte[])[0xFF, 0xFB, 0x90, (byte)(isMono ? 0xC0 : 0)]).CopyTo(frame, 0);
        if (hasInfo)
        {
            var info = frame.ToArray();
            "Xing"u8.CopyTo(info.AsSpan(36));
            file.Write(info);
        }

        for (var i = 0; i < frames; i++)
            file.Write(frame);
        return file.ToArray();
    }
}
