using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads the first sample as a number between -1 and 1.</summary>
internal delegate float SampleReader(ReadOnlySpan<byte> bytes);

/// <summary>An encoding of raw samples.</summary>
/// <param name="Name">The name in <c>audio_format.encoding</c> of realtime sessions.</param>
/// <param name="BytesPerSample">The number of bytes of a sample.</param>
/// <param name="Read">Reads a sample as a number between -1 and 1.</param>
internal sealed record SampleEncoding(string Name, int BytesPerSample, SampleReader Read)
{
    /// <summary>16-bit integers.</summary>
    public static readonly SampleEncoding Int16 =
        new("pcm_s16le", sizeof(short), bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32_768f);

    /// <summary>All encodings of realtime sessions.</summary>
    public static readonly IReadOnlyList<SampleEncoding> All =
    [
        Int16,
        new("pcm_s32le", sizeof(int), bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2_147_483_648f),
        new("pcm_f16le", sizeof(short), bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        new("pcm_f32le", sizeof(float), BinaryPrimitives.ReadSingleLittleEndian),
        new("pcm_mulaw", 1, bytes => ReadMuLaw(bytes[0])),
        new("pcm_alaw", 1, bytes => ReadALaw(bytes[0])),
    ];

    /// <summary>Reads all complete samples.</summary>
    /// <param name="bytes">The samples.</param>
    /// <param name="stride">The number of bytes from a sample to the next one that is read, to read one of several channels.</param>
    public float[] ReadAll(ReadOnlySpan<byte> bytes, int stride)
    {
        var samples = new float[bytes.Length / stride];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = Read(bytes[(i * stride)..]);
        return samples;
    }

    /// <summary>Reads a sample in the G.711 encoding of North America and Japan.</summary>
    private static float ReadMuLaw(byte value)
    {
        var bits = ~value & 0xFF;
        var magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return ((bits & 0x80) == 0 ? magnitude : -magnitude) / 32_768f;
    }

    /// <summary>Reads a sample in the G.711 encoding of Europe.</summary>
    private static float ReadALaw(byte value)
    {
        var bits = value ^ 0x55;
        var (exponent, mantissa) = ((bits >> 4) & 7, bits & 0x0F);
        var magnitude = exponent == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
        return ((bits & 0x80) == 0 ? -magnitude : magnitude) / 32_768f;
    }
}
