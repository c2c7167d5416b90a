using System.Buffers;
using System.Text.Json;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Tests.Json;

/// <summary>Long texts are not escaped by <see cref="Utf8JsonWriter"/>, but must be the same when they are read.</summary>
public sealed class Utf8JsonWriterExtensionsTests
{
    [Fact]
    public void Random_texts_are_written_as_by_Utf8JsonWriter()
    {
        var random = new Random(20261121);
        string[] parts =
        [
            "plain text ", "\"", "\\", "\n", "\r", "\t", "\b", "\f", "\0", "\u001f", "\u007f", "é", "\u2028", "😀", "\ud83d", "\ude00", "中",
        ];
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => parts[random.Next(parts.Length)]));

            Assert.Equal(
                WriteAndRead(text, (writer, value) => writer.WriteStringValue(value)),
                WriteAndRead(text, Utf8JsonWriterExtensions.WriteText));
        }
    }

    [Theory]
    [InlineData('\u0001')]
    [InlineData('中')]
    [InlineData('\n')]
    public void Text_that_needs_a_larger_buffer_is_written(char character)
    {
        var text = new string(character, 10_000);

        Assert.Equal(text, WriteAndRead(text, Utf8JsonWriterExtensions.WriteText));
    }

    private static string? WriteAndRead(string text, Action<Utf8JsonWriter, string> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue("before");
            write(writer, text);
            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan)[1].GetString();
    }
}
