using System.Globalization;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Tests.Embeddings;

/// <summary>Numbers are read by <see cref="NumberListReader"/> bit by bit as by <see cref="Utf8JsonReader"/>, or not at all.</summary>
public sealed class NumberListReaderTests
{
    private static readonly string[] Formats = ["R", "G9", "G17", "F8", "F20", "E5", "E16", "0.0000000000000000000"];

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("1,-1,10,0.5")]
    [InlineData("0.0165863037109375,-0.04229736328125")]
    [InlineData("0.12345678806304932")]
    [InlineData("1e-05,1.5E+3,2e0,-7.25e-12")]
    [InlineData(" 1 ,\n-2.50\t,\r3 ")]
    [InlineData("0.000000000000000000001")]
    [InlineData("999999999999999999,0.999999999999999999,999999999999999999e19")]
    public void Usual_list_of_numbers_is_read(string list) => Assert.True(IsReadAsByUtf8JsonReader(list));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1,")]
    [InlineData(",1")]
    [InlineData("1 2")]
    [InlineData("01")]
    [InlineData("-01.5")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e-+5")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("NaN")]
    [InlineData("\"1\"")]
    [InlineData("1,null")]
    [InlineData("[1]")]
    [InlineData("1\u00a0")]
    [InlineData("1/*,*/")]
    public void List_that_is_not_of_numbers_is_not_read(string list) => Assert.Null(Read(list));

    [Theory]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e-46")]
    [InlineData("1e38")]
    [InlineData("0.1234567890123456789")]
    [InlineData("1e99999999999999999999")]
    public void Number_that_needs_more_digits_or_another_range_is_not_read(string number) => Assert.Null(Read(number));

    [Fact]
    public void List_longer_than_the_buffer_and_list_without_end_are_not_read()
    {
        Assert.Equal(-1, NumberListReader.Read("1,2,3]"u8, new float[2], out _));
        Assert.Equal(-1, NumberListReader.Read("1,2"u8, new float[2], out _));
        Assert.Equal(-1, NumberListReader.Read("1,2"u8, new float[9], out _));
        Assert.Equal(3, NumberListReader.Read("1,2],"u8, new float[2], out var count));
        Assert.Equal(2, count);
    }

    [Fact]
    public void Random_numbers_are_the_same_bit_by_bit()
    {
        var random = new Random(20261121);
        var (count, readCount) = (400_000, 0);
        for (var i = 0; i < count; i++)
        {
            var value = ((random.NextDouble() * 2) - 1) * Math.Pow(10, random.Next(-12, 4));
            var number = (i % 3) switch { 0 => value, 1 => (float)value, _ => (double)(Half)value };
            if (IsReadAsByUtf8JsonReader(number.ToString(Formats[random.Next(Formats.Length)], CultureInfo.InvariantCulture)))
                readCount++;
        }

        Assert.InRange(readCount, count * 3 / 4, count);
    }

    // Here, rounding to a double first and then to a float would often give another number than rounding once.
    [Fact]
    public void Numbers_close_to_the_middle_between_two_floats_are_the_same_bit_by_bit()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 100_000; i++)
        {
            var number = (float)(random.NextDouble() * Math.Pow(10, random.Next(-12, 12)));
            var middle = ((double)number + MathF.BitIncrement(number)) / 2;
            for (var distance = -8; distance <= 8; distance++)
            {
                var neighbor = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(middle) + distance);
                IsReadAsByUtf8JsonReader(neighbor.ToString("G17", CultureInfo.InvariantCulture));
            }

            IsReadAsByUtf8JsonReader(((decimal)middle + (random.Next(-9, 10) * 1e-19m)).ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Mutated_lists_are_the_same_or_not_read()
    {
        var random = new Random(20261121);
        var readCount = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var list = new StringBuilder("0.25,-1.5e-3, 12");
            for (var mutations = random.Next(1, 3); mutations > 0; mutations--)
                list[random.Next(list.Length)] = "0123456789+-.eE, ]x\""[random.Next(20)];
            if (IsReadAsByUtf8JsonReader(list.ToString()))
                readCount++;
        }

        Assert.InRange(readCount, 20_000, 80_000);
    }

    /// <summary>Returns whether the list is read. Fails if <see cref="Utf8JsonReader"/> reads something else.</summary>
    private static bool IsReadAsByUtf8JsonReader(string list)
    {
        if (Read(list) is not { } numbers)
            return false;

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"[{list}]"));
        reader.Read();
        foreach (var number in numbers)
        {
            reader.Read();
            if (BitConverter.SingleToInt32Bits(number) != BitConverter.SingleToInt32Bits(reader.GetSingle()))
                Assert.Fail($"{list} was read as {number:R} instead of {reader.GetSingle():R}.");
        }

        Assert.True(reader.Read() && reader.TokenType is JsonTokenType.EndArray, list);
        return true;
    }

    private static float[]? Read(string list)
    {
        Span<float> numbers = stackalloc float[16];
        return NumberListReader.Read(Encoding.UTF8.GetBytes($"{list}]"), numbers, out var count) < 0 ? null : numbers[..count].ToArray();
    }
}
