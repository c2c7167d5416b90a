using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// The pages of a document to process, counted from 0: a list of numbers such as <c>[0, 2]</c>, or a string of numbers and ranges such as
/// <c>"0-5,7"</c>. An <c>int[]</c> and a <see cref="string"/> convert to it implicitly.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class OcrPages
{
    private readonly string? _ranges;
    private readonly IReadOnlyList<int>? _pageNumbers;

    /// <summary>Initializes a new instance of the <see cref="OcrPages"/> class from page numbers.</summary>
    /// <param name="pageNumbers">The page numbers, counted from 0. The list is copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pageNumbers"/> is null.</exception>
    public OcrPages(IEnumerable<int> pageNumbers) =>
        _pageNumbers = [.. pageNumbers ?? throw new ArgumentNullException(nameof(pageNumbers))];

    /// <summary>Initializes a new instance of the <see cref="OcrPages"/> class from a string of page numbers and ranges.</summary>
    /// <param name="ranges">Comma-separated page numbers and ranges, counted from 0: <c>0-5,7</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ranges"/> is null.</exception>
    public OcrPages(string ranges) => _ranges = ranges ?? throw new ArgumentNullException(nameof(ranges));

    /// <summary>Converts a string of page numbers and ranges to <see cref="OcrPages"/>.</summary>
    /// <param name="ranges">Comma-separated page numbers and ranges, counted from 0: <c>0-5,7</c>.</param>
    public static implicit operator OcrPages(string ranges) => new(ranges);

    /// <summary>Converts page numbers to <see cref="OcrPages"/>.</summary>
    /// <param name="pageNumbers">The page numbers, counted from 0. The array is copied.</param>
    public static implicit operator OcrPages(int[] pageNumbers) => new(pageNumbers);

    /// <summary>Returns the pages as a string.</summary>
    /// <returns>Comma-separated page numbers and ranges.</returns>
    public override string ToString() => _ranges
        ?? string.Join(",", _pageNumbers!.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Returns an error message if the string is not a list of page numbers and ranges, or null.</summary>
    internal string? Validate() => ToString().Split(',').All(IsNumberOrRange)
        ? null
        : $"Pages must be page numbers and ranges counted from 0, such as \"0-5,7\", but was \"{this}\".";

    /// <summary>Counts the pages. The string must be valid.</summary>
    internal int Count() => ToString().Split(',').Sum(CountPages);

    private static int CountPages(string part)
    {
        var ends = part.Split('-');
        return int.Parse(ends[ends.Length - 1], CultureInfo.InvariantCulture) - int.Parse(ends[0], CultureInfo.InvariantCulture) + 1;
    }

    private static bool IsNumberOrRange(string part)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        var ends = part.Split('-');
        return ends.Length <= 2
            && ends.All(end => int.TryParse(end, Style, CultureInfo.InvariantCulture, out _))
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
            return reader.TokenType is JsonTokenType.EndArray
                ? new(numbers)
                : throw new JsonException("pages is neither a string nor a list of numbers.");
        }

        public override void Write(Utf8JsonWriter writer, OcrPages value, JsonSerializerOptions options)
        {
            if (value._ranges is { } ranges)
            {
                writer.WriteStringValue(ranges);
                return;
            }

            writer.WriteStartArray();
            foreach (var number in value._pageNumbers!)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }
    }
}
