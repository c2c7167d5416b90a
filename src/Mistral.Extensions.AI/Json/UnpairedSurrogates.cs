namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Finds escapes such as <c>\ud800</c> in JSON that are half of a surrogate pair without the other half. They are valid JSON, but reading
/// the string throws. An escape in a string that contains JSON itself (<c>\\ud800</c>) is not affected.
/// </summary>
internal static class UnpairedSurrogates
{
    private const int EscapeLength = 6;

    internal static bool Contains(ReadOnlySpan<byte> json)
    {
        var position = 0;
        return HasSurrogates(json) && TryFind(json, isEnd: true, ref position);
    }

    /// <summary>Replaces unpaired surrogates with U+FFFD. The length of the JSON does not change.</summary>
    /// <param name="json">The JSON, or a part that does not start inside an escape.</param>
    /// <param name="isEnd">Whether no more JSON follows.</param>
    /// <returns>The number of bytes that are final. The others are an escape, or a pair of them, that continues in the next part.</returns>
    internal static int Replace(Span<byte> json, bool isEnd)
    {
        var position = 0;
        while (TryFind(json, isEnd, ref position))
            "\\uFFFD"u8.CopyTo(json.Slice(position));
        return position;
    }

    // Searching for these bytes is much faster than reading all escapes, and few responses contain them.
    private static bool HasSurrogates(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    /// <summary>Moves the position to the next unpaired surrogate, or to the end of the final bytes if there is none.</summary>
    private static bool TryFind(ReadOnlySpan<byte> json, bool isEnd, ref int position)
    {
        while (json.Slice(position).IndexOf((byte)'\\') is >= 0 and var next)
        {
            position += next;
            var rest = json.Slice(position);
            if (!isEnd && rest.Length < EscapeLength * 2)
                return false;

            if (!IsSurrogate(rest))
                position += Math.Min(rest.Length, 2);
            else if (IsHigh(rest) && IsSurrogate(rest.Slice(EscapeLength)) && !IsHigh(rest.Slice(EscapeLength)))
                position += EscapeLength * 2;
            else
                return true;
        }

        position = json.Length;
        return false;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] is (byte)'\\' && json[1] is (byte)'u' && json[2] is (byte)'d' or (byte)'D'
        && json[3] is (byte)'8' or (byte)'9' or (>= (byte)'a' and <= (byte)'f') or (>= (byte)'A' and <= (byte)'F');

    // D800 to DBFF.
    private static bool IsHigh(ReadOnlySpan<byte> surrogate) =>
        surrogate[3] is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B';
}
