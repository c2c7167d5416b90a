using System.Text.Json;

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Reads the next token as a value of one type. Each method returns false if the token has another type: the serializer then reads the
/// whole response.
/// </summary>
internal static class Utf8JsonReaderExtensions
{
    /// <summary>Reads the next token, and returns whether it has this type.</summary>
    internal static bool TryRead(ref this Utf8JsonReader reader, JsonTokenType type) => reader.Read() && reader.TokenType == type;

    /// <summary>
    /// Returns whether the current name or string is this text, written without escapes. <c>ValueTextEquals</c>, which also finds escaped
    /// text, takes almost twice as long.
    /// </summary>
    internal static bool Is(ref this Utf8JsonReader reader, ReadOnlySpan<byte> text) => reader.ValueSpan.SequenceEqual(text);

    internal static bool TryReadString(ref this Utf8JsonReader reader, out string? value)
    {
        var isString = reader.TryRead(JsonTokenType.String);
        value = isString ? reader.GetString() : null;
        return isString;
    }

    /// <summary>Reads a string that must have one value, and returns this value without allocating a string.</summary>
    internal static bool TryReadExact(ref this Utf8JsonReader reader, string expected, out string? value)
    {
        value = expected;
        return reader.TryRead(JsonTokenType.String) && reader.ValueTextEquals(expected);
    }

    /// <summary>Reads a string that is often the same as the last one, which is then returned without allocating a string.</summary>
    internal static bool TryReadString(ref this Utf8JsonReader reader, ref string? last, out string? value)
    {
        value = null;
        if (!reader.TryRead(JsonTokenType.String))
            return false;

        value = last is { } text && reader.ValueTextEquals(text) ? text : last = reader.GetString();
        return true;
    }

    internal static bool TryReadStringOrNull(ref this Utf8JsonReader reader, out string? value)
    {
        value = null;
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            return false;

        value = reader.GetString();
        return true;
    }

    internal static bool TryReadInt64(ref this Utf8JsonReader reader, out long? value)
    {
        value = null;
        if (!reader.TryRead(JsonTokenType.Number) || !reader.TryGetInt64(out var number))
            return false;

        value = number;
        return true;
    }

    internal static bool TryReadInt32(ref this Utf8JsonReader reader, out int value)
    {
        value = 0;
        return reader.TryRead(JsonTokenType.Number) && reader.TryGetInt32(out value);
    }

    internal static bool TryReadInt32OrNull(ref this Utf8JsonReader reader, out int? value)
    {
        value = null;
        if (!reader.Read())
            return false;
        if (reader.TokenType is JsonTokenType.Null)
            return true;
        if (reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt32(out var number))
            return false;

        value = number;
        return true;
    }
}
