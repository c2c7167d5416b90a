using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Writes WAV files with 16 bits for each sample and one channel.</summary>
internal static class WavWriter
{
    private const int HeaderLength = 44;
    private const int BytesPerSample = sizeof(short);

    /// <summary>Creates the parts of a file. The lengths in the header of a stream are 0xFFFFFFFF, as in those of the API.</summary>
    public static IEnumerable<byte[]> Write(SpeechAudio audio, bool isStream) =>
        audio.GetParts().Select(SpeechWriter.ToInt16)
            .Prepend(CreateHeader(isStream ? null : (uint)audio.SampleCount * BytesPerSample));

    private static byte[] CreateHeader(uint? length)
    {
        var header = new byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), length + HeaderLength - 8 ?? uint.MaxValue);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), SpeechAudio.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), SpeechAudio.SampleRate * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 8 * BytesPerSample);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), length ?? uint.MaxValue);
        return header;
    }
}
