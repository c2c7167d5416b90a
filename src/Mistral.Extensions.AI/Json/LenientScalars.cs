using System.Globalization;
using System.Text.Json;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads a JSON value as <typeparamref name="T"/> without moving the reader.</summary>
/// <param name="reader">The reader, at the value.</param>
/// <param name="value">The value; null or the closest value if it does not fit the type.</param>
/// <returns>Whether <paramref name="value"/> represents the JSON value without loss.</returns>
internal delegate bool TryRead<T>(ref Utf8JsonReader reader, out T value);

/// <summary>Reads strings, numbers, booleans and dates, also in forms that the API does not define, such as a number in a string.</summary>
internal static class LenientScalars
{
    internal static bool TryReadString(ref Utf8JsonReader reader, out string? value)
    {
        value = reader.TokenType switch
        {
            JsonTokenType.String => GetString(ref reader),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => JsonElement.ParseValue(ref reader).GetRawText(),
            _ => null,
        };
        return value is not null;
    }

    internal static bool TryReadInt32(ref Utf8JsonReader reader, out int value)
    {
        var fits = TryReadInt32(ref reader, out int? number);
        value = number ?? 0;
        return fits;
    }

    internal static bool TryReadInt32(ref Utf8JsonReader reader, out int? value)
    {
        var fits = TryReadInt64(ref reader, out var number);
        value = number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
        return fits && value is not null;
    }

    /// <summary>Reads an integer. A number with a fraction is truncated, and false is returned.</summary>
    internal static bool TryReadInt64(ref Utf8JsonReader reader, out long? value)
    {
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var integer))
        {
            value = integer;
            return true;
        }

        var fits = TryReadDouble(ref reader, out var number);
        value = number is > long.MinValue and < long.MaxValue ? (long)number : null;
        return fits && value == number;
    }

    internal static bool TryReadSingle(ref Utf8JsonReader reader, out float? value)
    {
        var fits = TryReadDouble(ref reader, out var number);
        value = number is >= float.MinValue and <= float.MaxValue ? (float)number : null;
        return fits && value is not null;
    }

    internal static bool TryReadDouble(ref Utf8JsonReader reader, out double? value)
    {
        value = reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetDouble(out var number) => number,
            JsonTokenType.String when double.TryParse(
                GetString(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

        // A number outside the range of double, such as 1e400, is read as infinity on some platforms.
        if (value is { } result && (double.IsInfinity(result) || double.IsNaN(result)))
            value = null;
        return value is not null;
    }

    internal static bool TryReadBoolean(ref Utf8JsonReader reader, out bool? value)
    {
        value = reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String when bool.TryParse(GetString(ref reader), out var parsed) => parsed,
            _ => null,
        };
        return value is not null;
    }

    internal static bool TryReadDateTimeOffset(ref Utf8JsonReader reader, out DateTimeOffset? value)
    {
        value = reader.TokenType is JsonTokenType.String && reader.TryGetDateTimeOffset(out var date) ? date : null;
        return value is not null;
    }

    // Null if the string is not valid UTF-8, for which GetString throws.
    private static string? GetString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
