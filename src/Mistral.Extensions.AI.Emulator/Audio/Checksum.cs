namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Computes the checksums (CRC) of FLAC and Ogg. They start with 0, and their bits are not reflected.</summary>
/// <param name="polynomial">The polynomial.</param>
/// <param name="bitCount">The number of bits.</param>
internal sealed class Checksum(uint polynomial, int bitCount)
{
    private readonly uint[] _table = [.. Enumerable.Range(0, 256).Select(value => CreateEntry((uint)value, polynomial, bitCount))];
    private readonly uint _mask = uint.MaxValue >> (32 - bitCount);

    /// <summary>Computes the checksum of bytes.</summary>
    public uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = 0u;
        foreach (var value in bytes)
            crc = ((crc << 8) ^ _table[(crc >> (bitCount - 8) ^ value) & 0xFF]) & _mask;
        return crc;
    }

    private static uint CreateEntry(uint value, uint polynomial, int bitCount)
    {
        var crc = value << (bitCount - 8);
        for (var bit = 0; bit < 8; bit++)
            crc = (crc >> (bitCount - 1) & 1) == 1 ? (crc << 1) ^ polynomial : crc << 1;
        return crc & uint.MaxValue >> (32 - bitCount);
    }
}
