using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>Pages of a document, from 0: a list such as <c>[0, 2]</c>, or words such as <c>"0-5,7"</c>.</summary>
[JsonConverter(typeof(Converter))]
public sealed class OcrPages
{
    private readonly string? _words;
    private readonly IReadOnlyList<int>? _numbers;

    /// <summary>Pages as a list.</summary>
    /// <param name="pageNumbers">Their numbers, from 0; copied.</param>
    public OcrPages(IEnumerable<int> pageNumbers) => _numbers = [.. pageNumbers ?? throw new ArgumentNullException(nameof(pageNumbers))];

    /// <summary>Pages in words.</summary>
    /// <param name="ranges">Numbers and ranges from 0, apart by commas: <c>0-5,7</c>.</param>
    public OcrPages(string ranges) => _words = ranges ?? throw new ArgumentNullException(nameof(ranges));

    /// <summary>Pages in words.</summary>
    public static implicit operator OcrPages(string words) => new(words);

    /// <summary>Pages as a list.</summary>
    public static implicit operator OcrPages(int[] numbers) => new(numbers);

    /// <summary>The pages in words, whichever way they were said.</summary>
    /// <returns>Numbers and ranges, apart by commas.</returns>
    public override string ToString() => _words ?? string.Join(",", _numbers!.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What the server would refuse, or null.</summary>
    internal string? Validate() => ToString().Split(',').All(IsNumberOrRange)
        ? null
        : $"Pages is \"{this}\". It must be numbers and ranges from 0, like \"0-5,7\".";

    private static bool IsNumberOrRange(string part)
    {
        var ends = part.Split('-');
        return ends.Length <= 2
            && ends.All(end => int.TryParse(end, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _))
            && (ends.Length == 1 || int.Parse(ends[0], CultureInfo.InvariantCulture) <= int.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    internal sealed class Converter : JsonConverter<OcrPages>
    {
        public override OcrPages Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String)
                return new(reader.GetString()!);

            var numbers = new List<int>();
            while (reader.Read() && reader.TokenType is JsonTokenType.Number)
                numbers.Add(reader.GetInt32());
            return reader.TokenType is JsonTokenType.EndArray ? new(numbers) : throw new JsonException("pages is neither a string nor a list of numbers.");
        }

        public override void Write(Utf8JsonWriter writer, OcrPages value, JsonSerializerOptions options)
        {
            if (value._words is { } words)
            {
                writer.WriteStringValue(words);
                return;
            }

            writer.WriteStartArray();
            foreach (var number in value._numbers!)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }
    }
}
