namespace Mistral.Extensions.AI.Embeddings;

/// <summary>
/// Reads a list of JSON numbers as 32-bit floating-point numbers in less than a third of the time that <c>Utf8JsonReader</c> takes. The
/// numbers are the same bit by bit: whatever is not certain to be the same is not read.
/// </summary>
internal static class NumberListReader
{
    // A mantissa below this can have one more digit, and is then below 10^18. Numbers that a model computes have at most 17 digits.
    private const long MaxMantissa = 100_000_000_000_000_000;

    // The powers of ten that a double represents exactly.
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads the numbers of a list.</summary>
    /// <param name="json">The JSON after the start of the list.</param>
    /// <param name="numbers">Receives the numbers.</param>
    /// <param name="count">The number of numbers.</param>
    /// <returns>The position of the end of the list; -1 if another method must read it.</returns>
    internal static int Read(ReadOnlySpan<byte> json, Span<float> numbers, out int count)
    {
        count = 0;
        var position = 0;
        do
        {
            SkipWhiteSpace(json, ref position);
            if (count == numbers.Length || !TryReadNumber(json, ref position, out numbers[count]))
                return -1;

            count++;
            SkipWhiteSpace(json, ref position);
        }
        while (IsNext(json, ref position, (byte)','));

        return position < json.Length && json[position] is (byte)']' ? position : -1;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> json, ref int position, out float number)
    {
        number = 0;
        var isNegative = IsNext(json, ref position, (byte)'-');
        var (start, mantissa) = (position, 0L);
        if (!TryReadDigits(json, ref position, ref mantissa) || (json[start] is (byte)'0' && position - start > 1))
            return false;

        var exponent = 0;
        if (IsNext(json, ref position, (byte)'.'))
        {
            start = position;
            if (!TryReadDigits(json, ref position, ref mantissa))
                return false;
            exponent = start - position;
        }

        if (position < json.Length && json[position] is (byte)'e' or (byte)'E')
        {
            position++;
            if (!TryReadExponent(json, ref position, ref exponent))
                return false;
        }

        if (!TryScale(mantissa, exponent, out number))
            return false;

        number = isNegative ? -number : number;
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> json, ref int position, ref long value)
    {
        var start = position;
        for (; position < json.Length && (uint)(json[position] - '0') <= 9; position++)
        {
            if (value >= MaxMantissa)
                return false;
            value = (value * 10) + (json[position] - '0');
        }

        return position > start;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> json, ref int position, ref int exponent)
    {
        var isNegative = IsNext(json, ref position, (byte)'-');
        if (!isNegative)
            IsNext(json, ref position, (byte)'+');

        var value = 0L;
        if (!TryReadDigits(json, ref position, ref value) || value > 1000)
            return false;

        exponent += isNegative ? -(int)value : (int)value;
        return true;
    }

    // The double is at most 2 units in its last place away from the exact value: the conversion of the mantissa and the division are each
    // rounded once. It is rounded to the same float as the exact value, unless the middle between two floats is as close. There, the 29
    // bits that a float does not have are 1000... The float is never subnormal or infinite: it is 0, or between 10^-22 and 10^37.
    private static bool TryScale(long mantissa, int exponent, out float number)
    {
        const int Middle = 1 << 28;
        number = 0;
        if (exponent < -22 || exponent > 19)
            return false;

        var value = exponent < 0 ? mantissa / PowersOfTen[-exponent] : mantissa * PowersOfTen[exponent];
        number = (float)value;
        return Math.Abs((BitConverter.DoubleToInt64Bits(value) & ((1 << 29) - 1)) - Middle) > 4;
    }

    private static bool IsNext(ReadOnlySpan<byte> json, ref int position, byte expected)
    {
        if (position >= json.Length || json[position] != expected)
            return false;

        position++;
        return true;
    }

    private static void SkipWhiteSpace(ReadOnlySpan<byte> json, ref int position)
    {
        while (position < json.Length && json[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            position++;
    }
}
