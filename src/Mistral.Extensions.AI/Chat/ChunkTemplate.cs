using System.Text.Json;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// The JSON of the last chunk of a stream without its text and its padding (<c>p</c>). Consecutive chunks usually differ only in these two:
/// then the rest is only compared, which takes a fifth of the time of reading it.
/// </summary>
internal sealed class ChunkTemplate
{
    private byte[] _json = [];
    private int _length;
    private (int Start, int End) _text;
    private (int Start, int End) _padding;

    /// <summary>Keeps the JSON of a chunk.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="text">The position of the text with its quotation marks.</param>
    /// <param name="padding">The position of the padding with its quotation marks; (0, 0) if there is none.</param>
    internal void Set(ReadOnlySpan<byte> json, (int Start, int End) text, (int Start, int End) padding)
    {
        if (_json.Length < json.Length)
            _json = new byte[Math.Max(512, json.Length)];
        json.CopyTo(_json);
        // Padding before the text must be the same.
        (_length, _text, _padding) = (json.Length, text, padding.Start > text.End ? padding : (json.Length, json.Length));
    }

    /// <summary>
    /// Reads the text of a chunk that differs from the last one only in text and padding. Returns null for any other chunk.
    /// </summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    /// <exception cref="InvalidOperationException">The text is not valid UTF-8, or has unpaired surrogates.</exception>
    internal string? TryReadText(ReadOnlySpan<byte> json)
    {
        if (_length == 0 || !TrySkip(ref json, 0, _text.Start))
            return null;

        var text = new Utf8JsonReader(json);
        if (!TrySkipString(ref json, ref text) || !TrySkip(ref json, _text.End, _padding.Start))
            return null;

        if (_padding.End > _padding.Start)
        {
            var padding = new Utf8JsonReader(json);
            if (!TrySkipString(ref json, ref padding))
                return null;
        }

        return TrySkip(ref json, _padding.End, _length) && json.IsEmpty ? text.GetString() : null;
    }

    private bool TrySkip(ref ReadOnlySpan<byte> json, int start, int end)
    {
        var expected = _json.AsSpan(start, end - start);
        if (!json.StartsWith(expected))
            return false;

        json = json.Slice(expected.Length);
        return true;
    }

    private static bool TrySkipString(ref ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        if (!reader.TryRead(JsonTokenType.String))
            return false;

        json = json.Slice((int)reader.BytesConsumed);
        return true;
    }
}
