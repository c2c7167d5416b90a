namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>The header of an MP3 frame (MPEG audio, layer III).</summary>
/// <param name="SampleRate">The number of samples per second.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="IsInfo">Whether the frame describes the file.</param>
internal sealed record Mp3Frame(int SampleRate, int Channels, int Samples, bool IsInfo)
{
    private const int HeaderLength = 4;

    /// <summary>The length of a header, the longest side information and the name of an info tag.</summary>
    private const int MaxStartLength = HeaderLength + 32 + 4;

    private static readonly int[] BitRates1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] BitRates2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] SampleRates = [44_100, 48_000, 32_000];

    /// <summary>Reads the frame at the position of a stream and moves to its end; returns null if there is no complete frame.</summary>
    public static Mp3Frame? TryRead(Stream stream)
    {
        Span<byte> start = stackalloc byte[MaxStartLength];
        var position = stream.Position;
        start = start[..stream.ReadAtLeast(start, MaxStartLength, throwOnEndOfStream: false)];
        if (start.Length < HeaderLength || start[0] != 0xFF || (start[1] & 0xE6) != 0xE2)
            return null;
        // 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5.
        var version = (start[1] >> 3) & 3;
        var (bitRate, sampleRate) = (start[2] >> 4, (start[2] >> 2) & 3);
        if (version == 1 || bitRate is 0 or 15 || sampleRate == 3)
            return null;
        var rate = SampleRates[sampleRate] >> (version switch { 3 => 0, 2 => 1, _ => 2 });
        var samples = version == 3 ? 1152 : 576;
        var kilobits = (version == 3 ? BitRates1 : BitRates2)[bitRate - 1];
        var end = position + (samples / 8 * kilobits * 1000 / rate) + ((start[2] >> 1) & 1);
        if (end > stream.Length)
            return null;
        stream.Position = end;
        var isInfo = start.IndexOf("Xing"u8) > 0 || start.IndexOf("Info"u8) > 0;
        return new Mp3Frame(rate, (start[3] >> 6) == 3 ? 1 : 2, samples, isInfo);
    }
}
