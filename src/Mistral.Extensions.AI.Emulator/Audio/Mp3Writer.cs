namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>
/// Writes MP3 files (MPEG 2, layer III) with one channel and 16 kbit/s. A frame has one frequency: a single number that is not zero in the
/// spectrum of 576 numbers. The text is in a tag before the frames.
/// </summary>
internal static class Mp3Writer
{
    private const int FrameLength = 48;
    private const int HeaderBits = 32;
    private const int SideInformationBits = 72;
    private const int SamplesPerFrame = 576;
    private const int FramesPerPart = 16;

    /// <summary>The volume (<c>global_gain</c>): 4 more double it, and numbers over 210 cause clipping.</summary>
    private const int GlobalGain = 203;

    /// <summary>MPEG 2, layer III, no checksum; 16 kbit/s, 24,000 samples per second; one channel.</summary>
    private static readonly byte[] Header = [0xFF, 0xF3, 0x24, 0xC0];

    /// <summary>Creates the parts of a file: the tag, and the frames.</summary>
    public static IEnumerable<byte[]> Write(SpeechAudio audio)
    {
        yield return Id3Tag.Create(audio.Text);
        var frameCount = (audio.SampleCount + SamplesPerFrame - 1) / SamplesPerFrame;
        for (var first = 0; first < frameCount; first += FramesPerPart)
        {
            var part = new byte[Math.Min(FramesPerPart, frameCount - first) * FrameLength];
            for (var i = 0; i * FrameLength < part.Length; i++)
                WriteFrame(part.AsSpan(i * FrameLength, FrameLength), audio, first + i);
            yield return part;
        }
    }

    private static void WriteFrame(Span<byte> frame, SpeechAudio audio, int index)
    {
        var tone = audio.Tones[index * SamplesPerFrame / SpeechAudio.SamplesPerTone];
        // Each number of the spectrum is for a band of 24,000 / 2 / 576 Hz.
        var line = (int)(ToneAlphabet.GetFrequency(tone) * 2 * SamplesPerFrame / SpeechAudio.SampleRate);
        Header.CopyTo(frame);
        var data = new BitWriter(frame, HeaderBits + SideInformationBits);
        WriteSpectrum(ref data, line, isNegative: index % 4 is 1 or 2);
        WriteSideInformation(frame, data.Position - HeaderBits - SideInformationBits, pairs: (line / 2) + 1);
    }

    /// <summary>Writes pairs of numbers with Huffman table 1, up to the pair with the line. All others are zero.</summary>
    private static void WriteSpectrum(ref BitWriter writer, int line, bool isNegative)
    {
        for (var pair = 0; pair < line / 2; pair++)
            writer.Write(1, 1);
        // 01 is the code of (1, 0), and 001 of (0, 1).
        writer.Write(1, line % 2 == 0 ? 2 : 3);
        writer.Write(isNegative ? 1 : 0, 1);
    }

    private static void WriteSideInformation(Span<byte> frame, int dataBits, int pairs)
    {
        const int MainDataBeginBits = 8;
        const int PrivateBits = 1;
        const int ScaleFactorBits = 9;
        const int WindowSwitchingBits = 1;
        var writer = new BitWriter(frame, HeaderBits + MainDataBeginBits + PrivateBits);
        writer.Write(dataBits, 12);
        writer.Write(pairs, 9);
        writer.Write(GlobalGain, 8);
        writer.Write(0, ScaleFactorBits + WindowSwitchingBits);
        // Huffman table 1 for all three regions.
        for (var region = 0; region < 3; region++)
            writer.Write(1, 5);
    }
}
