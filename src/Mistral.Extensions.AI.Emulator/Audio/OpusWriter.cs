using System.Buffers.Binary;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Writes Opus files in Ogg. Their sound is one tone of 400 Hz, whatever the text: the text is in the comments.</summary>
internal static class OpusWriter
{
    /// <summary>The positions in Opus files count 48,000 samples per second.</summary>
    private const int SamplesPerPacket = (int)(48_000 * ToneAlphabet.ToneSeconds);

    private const int PacketsPerPage = SpeechAudio.TonesPerPart;
    private const byte FirstPage = 2;
    private const byte LastPage = 4;

    /// <summary>The number of samples at the start that the decoder needs and that players do not play.</summary>
    private const int PreSkip = 312;

    private static readonly Checksum Crc32 = new(0x04C11DB7, 32);

    /// <summary>
    /// A packet with 20 ms of the tone, which libopus encoded without reference to the packet before it, so that it can be repeated.
    /// </summary>
    private static readonly byte[] Packet =
        Convert.FromHexString("B8631E4697230E441620F9DB0545445182090D2406E3C039602064483FA12CEE7100FA84336EA539");

    /// <summary>Creates the parts of a file: two pages with the header and the text, and the pages of the packets.</summary>
    public static IEnumerable<byte[]> Write(SpeechAudio audio)
    {
        byte[] comments = [.. "OpusTags"u8, .. VorbisComment.Create(audio.Text)];
        yield return [.. CreatePage(0, 0, FirstPage, CreateHeader()), .. CreatePage(1, 0, 0, comments)];
        // One packet more than there are tones, because players do not play the first samples.
        var packetCount = audio.Tones.Count + 1;
        for (var first = 0; first < packetCount; first += PacketsPerPage)
        {
            var end = Math.Min(first + PacketsPerPage, packetCount);
            var isLast = end == packetCount;
            var position = isLast ? (audio.Tones.Count * SamplesPerPacket) + PreSkip : end * SamplesPerPacket;
            var number = 2 + (first / PacketsPerPage);
            yield return CreatePage(number, position, isLast ? LastPage : (byte)0, [.. Enumerable.Repeat(Packet, end - first)]);
        }
    }

    private static byte[] CreateHeader()
    {
        byte[] header = [.. "OpusHead"u8, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(10), PreSkip);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), SpeechAudio.SampleRate);
        return header;
    }

    private static byte[] CreatePage(int number, long position, byte type, params byte[][] packets)
    {
        const int PositionOffset = 6;
        const int NumberOffset = 18;
        const int ChecksumOffset = 22;
        byte[] lengths = [.. packets.SelectMany(GetLengths)];
        byte[] page =
        [
            .. "OggS"u8, 0, type, .. new byte[ChecksumOffset + sizeof(int) - PositionOffset], (byte)lengths.Length, .. lengths,
            .. packets.SelectMany(packet => packet),
        ];
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(PositionOffset), position);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(NumberOffset), number);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(ChecksumOffset), Crc32.Compute(page));
        return page;
    }

    /// <summary>Returns the length of a packet as bytes whose sum it is. Only the last byte is less than 255.</summary>
    private static IEnumerable<byte> GetLengths(byte[] packet) =>
        Enumerable.Repeat(byte.MaxValue, packet.Length / byte.MaxValue).Append((byte)(packet.Length % byte.MaxValue));
}
