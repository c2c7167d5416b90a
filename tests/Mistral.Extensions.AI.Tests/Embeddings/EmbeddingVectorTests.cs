using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Tests.Embeddings;

public sealed class EmbeddingVectorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(3072)]
    [InlineData(5000)]
    public void Number_array_and_base64_have_the_same_values(int length)
    {
        var random = new Random(length);
        var numbers = Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var bytes = new byte[length * 4];
        for (var i = 0; i < length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), numbers[i]);

        var list = string.Join(",", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
        Assert.Equal(numbers, Read($"[{list}]").ToSingles().ToArray());
        Assert.Equal(numbers, Read($"\"{Convert.ToBase64String(bytes)}\"").ToSingles().ToArray());
    }

    [Fact]
    public void Integer_array_is_read_as_signed_or_unsigned()
    {
        Assert.Equal([-128, 0, 127], Read("[-128,0,127]").ToSBytes().ToArray());
        Assert.Equal([0, 128, 255], Read("[0,128,255]").ToBytes().ToArray());
    }

    [Fact]
    public void Base64_bytes_are_read_as_signed_or_unsigned()
    {
        Assert.Equal([-128, -1, 127], Read("\"gP9/\"").ToSBytes().ToArray());
        Assert.Equal([128, 255, 127], Read("\"gP9/\"").ToBytes().ToArray());
        // As many bytes as a 32-bit number has.
        Assert.Equal([-128, -1, 127, 1], Read("\"gP9/AQ==\"").ToSBytes().ToArray());
        Assert.Equal([128, 255, 127, 1], Read("\"gP9/AQ==\"").ToBytes().ToArray());
    }

    [Fact]
    public void Escaped_base64_is_read() =>
        Assert.Equal([0xfb, 0xff, 0xff, 0xff], Read("\"\\u002b\\/\\/\\/\\/w==\"").ToBytes().ToArray());

    [Theory]
    [InlineData("\"gP9/A===\"")]
    [InlineData("\"gP9/\u00e9Q==\"")]
    [InlineData("\"====\"")]
    public void Invalid_base64_throws(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Theory]
    [InlineData("[128]", "128", "SByte")]
    [InlineData("[-129]", "-129", "SByte")]
    [InlineData("[0.5]", "0.5", "SByte")]
    [InlineData("[256]", "256", "Byte")]
    [InlineData("[-1]", "-1", "Byte")]
    public void Number_out_of_range_throws_and_is_named(string json, string number, string typeName)
    {
        var vector = Read(json);

        var error = Assert.Throws<FormatException>(() => { _ = typeName is "Byte" ? vector.ToBytes().Length : vector.ToSBytes().Length; });

        Assert.Contains($"{number}, which is not a valid {typeName}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Base64_length_that_is_not_a_multiple_of_4_throws() =>
        Assert.Contains(
            "5 bytes", Assert.Throws<FormatException>(() => Read("\"AAAAAAA=\"").ToSingles()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[0.5,-0.25,3]")]
    [InlineData("\"gP9/\"")]
    [InlineData("\"gP9/AQ==\"")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    public void Vector_is_written_in_the_format_of_the_input(string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(
            new EmbeddingResponseData { Embedding = Read(json) }, EmbeddingsJson.Default.EmbeddingResponseData)
            ["{\"embedding\":".Length..^1]);

    [Fact]
    public void Vector_can_be_created_from_floats_or_bytes()
    {
        Assert.Equal([0.5f], new EmbeddingVector([0.5f]).ToSingles().ToArray());
        Assert.Equal([1, 2], new EmbeddingVector((byte[])[1, 2]).ToBytes().ToArray());
        Assert.Throws<ArgumentNullException>(() => new EmbeddingVector((float[])null!));
        Assert.Throws<ArgumentNullException>(() => new EmbeddingVector((byte[])null!));
    }

    private static EmbeddingVector Read(string json) =>
        JsonSerializer.Deserialize($$"""{"embedding":{{json}}}""", EmbeddingsJson.Default.EmbeddingResponseData)!.Embedding!;
}
