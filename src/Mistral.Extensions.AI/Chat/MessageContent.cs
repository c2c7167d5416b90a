using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// What a message holds: a string or a list of chunks, as the API has it in requests, answers and deltas.
/// A string converts to it, and so does a collection expression of chunks.
/// </summary>
/// <remarks>Within one stream the API changes between the two forms; reading them through this type needs no care.</remarks>
[JsonConverter(typeof(Converter))]
#if NET8_0_OR_GREATER
[System.Runtime.CompilerServices.CollectionBuilder(typeof(MessageContent), nameof(Create))]
#endif
public sealed class MessageContent : IReadOnlyList<ContentChunk>
{
    private readonly string? _string;
    private IReadOnlyList<ContentChunk>? _chunks;

    /// <summary>Content that is text and nothing else; a bare string on the wire.</summary>
    /// <param name="text">The text; may be empty.</param>
    public MessageContent(string text) => _string = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Content in pieces; a list on the wire, whatever it holds.</summary>
    /// <param name="chunks">The pieces, in order. They are copied.</param>
    public MessageContent(IEnumerable<ContentChunk> chunks) => _chunks = [.. chunks ?? throw new ArgumentNullException(nameof(chunks))];

    /// <summary>What a collection expression calls.</summary>
    /// <param name="chunks">The pieces, in order.</param>
    /// <returns>Content in pieces.</returns>
    public static MessageContent Create(ReadOnlySpan<ContentChunk> chunks) => new(chunks.ToArray());

    /// <summary>Content that is text and nothing else.</summary>
    public static implicit operator MessageContent(string text) => new(text);

    /// <summary>All the text of it, without thinking, references, images and the like.</summary>
    public string Text => _string ?? string.Concat(Chunks.OfType<TextChunk>().Select(chunk => chunk.Text));

    /// <summary>Whether it is a bare string on the wire.</summary>
    public bool IsString => _string is not null;

    /// <summary>True when there is nothing in it: no chunk but empty texts.</summary>
    public bool IsEmpty => _string is not null ? _string.Length == 0 : Chunks.All(chunk => chunk is TextChunk { Text.Length: 0 });

    /// <inheritdoc/>
    public int Count => Chunks.Count;

    /// <inheritdoc/>
    public ContentChunk this[int index] => Chunks[index];

    private IReadOnlyList<ContentChunk> Chunks => _chunks ??= [new TextChunk(_string!)];

    /// <inheritdoc/>
    public IEnumerator<ContentChunk> GetEnumerator() => Chunks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same as <see cref="Text"/>.</summary>
    /// <returns>All the text.</returns>
    public override string ToString() => Text;

    internal sealed class Converter : JsonConverter<MessageContent>
    {
        public override MessageContent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new(reader.GetString()!),
            JsonTokenType.StartArray => new(ReadList(ref reader)),
            // One chunk that is not in a list: the Conversations API streams its content so.
            _ => new([JsonSerializer.Deserialize(ref reader, ChatJson.Default.ContentChunk)!]),
        };

        // A null says nothing, and whoever goes through the chunks should not have to ask.
        private static List<ContentChunk> ReadList(ref Utf8JsonReader reader)
        {
            var chunks = JsonSerializer.Deserialize(ref reader, ChatJson.Default.ListContentChunk)!;
            chunks.RemoveAll(static chunk => chunk is null);
            return chunks;
        }

        public override void Write(Utf8JsonWriter writer, MessageContent value, JsonSerializerOptions options)
        {
            if (value._string is { } text)
                writer.WriteStringValue(text);
            else
                JsonSerializer.Serialize(writer, [.. value.Chunks], ChatJson.Default.ListContentChunk);
        }
    }
}
