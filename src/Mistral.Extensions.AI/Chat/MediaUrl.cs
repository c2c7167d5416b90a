using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// The location of an image, a document or audio: an https URL, or the data itself, which is sent as a data URI. Data is read while the
/// request is sent, so a large file is never in memory as text.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class MediaUrl : IEquatable<MediaUrl>
{
    private readonly string _text;
    private readonly BinarySource? _data;

    /// <summary>Initializes a new instance of the <see cref="MediaUrl"/> class from a URL or from text that contains the data.</summary>
    /// <param name="url">An https URL, a data URI, or the base64 text of audio.</param>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    public MediaUrl(string url)
        : this(url ?? throw new ArgumentNullException(nameof(url)), null)
    {
    }

    // With data, the text is the part of the data URI before the base64 data.
    private MediaUrl(string text, BinarySource? data) => (_text, _data) = (text, data);

    /// <summary>The media type, if it is known: from the data URI, or from the file extension of the URL.</summary>
    internal string? MediaType => MediaTypes.FromUrl(_text);

    // The format of audio that is sent as an object.
    private string? AudioFormat { get; init; }

    /// <summary>Whether the value contains the data itself.</summary>
    internal bool IsData => _data is not null || _text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value can be read more than once. False for a stream that cannot seek.</summary>
    internal bool CanReadAgain => _data?.CanReadAgain is not false;

    /// <summary>Whether the value is an https URL.</summary>
    internal bool IsHttps => _text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of the URL or data URI, without the data that is read only when the request is sent.</summary>
    internal string Text => _text;

    /// <summary>The number of bytes of the data. Null for a URL, and for a stream that cannot seek.</summary>
    internal long? DataLength => _data is not null ? _data.Length
        : IsData ? (_text.TrimEnd('=').Length - _text.IndexOf(',') - 1L) * 3 / 4
        : null;

    /// <summary>Converts a URL or a data URI to a <see cref="MediaUrl"/>.</summary>
    /// <param name="url">An https URL, a data URI, or the base64 text of audio.</param>
    public static implicit operator MediaUrl(string url) => url is null ? null! : new(url);

    /// <summary>Creates a data URI of bytes.</summary>
    /// <param name="bytes">The content of the file. It is not copied: do not change it until the response was received.</param>
    /// <param name="mediaType">The media type, for example <c>image/png</c>.</param>
    /// <returns>The data URI.</returns>
    /// <exception cref="ArgumentException">The media type is null or empty.</exception>
    public static MediaUrl FromBytes(ReadOnlyMemory<byte> bytes, string mediaType) => Create(BinarySource.FromBytes(bytes), mediaType);

    /// <summary>Creates a data URI of a file, which is read when the request is sent, and again for a retry.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="mediaType">The media type, for example <c>image/png</c>.</param>
    /// <returns>The data URI.</returns>
    /// <exception cref="ArgumentException">The media type is null or empty.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static MediaUrl FromFile(string path, string mediaType) => Create(BinarySource.FromFile(path), mediaType);

    /// <summary>
    /// Creates a data URI of a stream, which is read when the request is sent, from its current position to its end. Keep it open until
    /// the response was received. A request with a stream that cannot seek is not retried, and can be sent only once.
    /// </summary>
    /// <param name="stream">The content of the file. It stays open.</param>
    /// <param name="mediaType">The media type, for example <c>image/png</c>.</param>
    /// <returns>The data URI.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException">The media type is null or empty.</exception>
    public static MediaUrl FromStream(Stream stream, string mediaType) =>
        Create(BinarySource.FromStream(stream ?? throw new ArgumentNullException(nameof(stream))), mediaType);

    /// <summary>Returns audio data as an object with its format, which OpenAI-compatible servers need.</summary>
    internal MediaUrl AsAudioObject() => new(_text, _data) { AudioFormat = GetAudioFormat() };

    /// <summary>Creates base64 text without the prefix of a data URI, as audio needs it.</summary>
    internal static MediaUrl FromBase64(ReadOnlyMemory<byte> bytes) => new("", BinarySource.FromBytes(bytes));

    internal static MediaUrl Create(BinarySource data, string mediaType) => string.IsNullOrEmpty(mediaType)
        ? throw new ArgumentException("The media type is missing. Specify it, for example \"image/png\".", nameof(mediaType))
        : new($"data:{mediaType};base64,", data);

    /// <summary>Whether the data starts with the given bytes. False for URLs, and for streams that cannot seek.</summary>
    internal bool StartsWith(ReadOnlySpan<byte> bytes) => _data is null
        ? _text.IndexOf(',') is >= 0 and var comma && IsData && Decode(_text, comma + 1, bytes.Length).AsSpan().StartsWith(bytes)
        : _data.Peek(bytes.Length).Span.SequenceEqual(bytes);

    /// <summary>Returns the URL or the data URI. Data is read and encoded by each call.</summary>
    /// <returns>The text that is sent.</returns>
    public override string ToString() => _data is null ? _text : _text + JsonRequestContent.ToBase64(_data);

    /// <inheritdoc/>
    public bool Equals(MediaUrl? other) => other is not null
        && ((_data is not null && _data == other._data && _text == other._text) || ToString() == other.ToString());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MediaUrl);

    /// <inheritdoc/>
    public override int GetHashCode() => MediaType is { } type ? StringComparer.Ordinal.GetHashCode(type) : 0;

    private string GetAudioFormat()
    {
        const int Length = MediaTypes.SignatureLength;
        var start = _data is null ? Decode(_text, _text.IndexOf(',') + 1, Length) : _data.Peek(Length).Span;
        return MediaTypes.FromBytes(start) switch
        {
            "audio/wav" => "wav",
            "audio/flac" => "flac",
            "audio/ogg" => "ogg",
            "audio/webm" => "webm",
            "audio/mp4" => "m4a",
            _ => "mp3",
        };
    }

    // Decodes the first bytes of base64 text; returns no bytes if it is not base64.
    private static byte[] Decode(string base64, int start, int count)
    {
        try
        {
            var length = Math.Min((count + 2) / 3 * 4, base64.Length - start);
            return Convert.FromBase64String(base64.Substring(start, length));
        }
        catch (FormatException)
        {
            return [];
        }
    }

    internal sealed class Converter : JsonConverter<MediaUrl>
    {
        public override MediaUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("The URL is null."));

        public override void Write(Utf8JsonWriter writer, MediaUrl value, JsonSerializerOptions options)
        {
            if (value.AudioFormat is not { } format)
            {
                WriteText(writer, value);
                return;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("data");
            WriteText(writer, value);
            writer.WriteString("format", format);
            writer.WriteEndObject();
        }

        private static void WriteText(Utf8JsonWriter writer, MediaUrl value)
        {
            if (value._data is { } data)
                JsonRequestContent.WriteBase64(writer, value._text, data);
            else
                writer.WriteStringValue(value._text);
        }
    }
}
