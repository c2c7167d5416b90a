namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Writes bits to a buffer, the most significant bit first.</summary>
/// <param name="buffer">The buffer, filled with zeros.</param>
/// <param name="position">The position in bits.</param>
internal ref struct BitWriter(Span<byte> buffer, int position)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>The position in bits.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Writes the lowest bits of a value.</summary>
    public void Write(long value, int bitCount)
    {
        for (var bit = bitCount - 1; bit >= 0; bit--, Position++)
        {
            if (((value >> bit) & 1) != 0)
                _buffer[Position / 8] |= (byte)(0x80 >> (Position % 8));
        }
    }
}
