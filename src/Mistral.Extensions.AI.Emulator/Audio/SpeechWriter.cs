using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Writes speech in the formats of the API. The parts together are the file; each can be sent when it is created.</summary>
internal static class SpeechWriter
{
    /// <summary>The default format.</summary>
    public const string DefaultFormat = "mp3";

    /// <summary>The formats of the API.</summary>
    public static readonly string[] Formats = ["pcm", "wav", DefaultFormat, "flac", "opus"];

    /// <summary>Creates a file in one of the <see cref="Formats"/>.</summary>
    public static byte[] WriteFile(SpeechAudio audio, string format)
    {
        using var file = new MemoryStream();
        foreach (var part in Write(audio, format, isStream: false))
            file.Write(part);
        return file.ToArray();
    }

    /// <summary>Creates the parts of a file, whose length is not known when the first part is sent.</summary>
    public static IEnumerable<byte[]> WriteStream(SpeechAudio audio, string format) => Write(audio, format, isStream: true);

    private static IEnumerable<byte[]> Write(SpeechAudio audio, string format, bool isStream) => format switch
    {
        "wav" => WavWriter.Write(audio, isStream),
        "pcm" => audio.GetParts().Select(ToSingle),
        "flac" => FlacWriter.Write(audio),
        "opus" => OpusWriter.Write(audio),
        _ => Mp3Writer.Write(audio),
    };

    /// <summary>Converts samples to the bytes of 16-bit integers, little-endian.</summary>
    public static byte[] ToInt16(short[] samples)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * sizeof(short)), samples[i]);
        return bytes;
    }

    /// <summary>Converts samples to the bytes of 32-bit floating-point numbers, little-endian: the <c>pcm</c> of the API.</summary>
    private static byte[] ToSingle(short[] samples)
    {
        var bytes = new byte[samples.Length * sizeof(float)];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), samples[i] / 32_768f);
        return bytes;
    }
}
