using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// The content of a message: a string or a list of chunks, in requests, responses and deltas. A string and a collection expression of
/// chunks convert to it implicitly.
/// </summary>
/// <remarks>
/// The API may use both forms within one stream. The members of this type work for both: a string is a list with one
/// <see cref="TextChunk"/>.
/// </remarks>
[JsonConverter(typeof(Converter))]
[System.Runtime.CompilerServices.CollectionBuilder(typeof(MessageContent), nameof(Create))]
public sealed class MessageContent : IReadOnlyList<ContentChunk>
{
    private readonly string? _string;
    private IReadOnlyList<ContentChunk>? _chunks;

    /// <summary>Initializes a new instance of the <see cref="MessageContent"/> class with text, which is a string in JSON.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public MessageContent(string text) => _string = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>
    /// Initializes a new instance of the <see cref="MessageContent"/> class with chunks, which are always a list in JSON.
    /// </summary>
    /// <param name="chunks">The chunks in order. The list is copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="chunks"/> is null.</exception>
    public MessageContent(IEnumerable<ContentChunk> chunks) => _chunks = [.. chunks ?? throw new ArgumentNullException(nameof(chunks))];

    /// <summary>Creates content from chunks. Called for collection expressions.</summary>
    /// <param name="chunks">The chunks in order.</param>
    /// <returns>The content.</returns>
    public static MessageContent Create(ReadOnlySpan<ContentChunk> chunks) => new(chunks.ToArray());

    /// <summary>Converts text to content.</summary>
    /// <param name="text">The text; may be empty.</param>
    public static implicit operator MessageContent(string text) => new(text);

    /// <summary>The concatenated text of all <see cref="TextChunk"/>s, without thinking, references and images.</summary>
    public string Text => _string ?? string.Concat(Chunks.OfType<TextChunk>().Select(chunk => chunk.Text));

    /// <summary>Whether the content is a string in JSON, not a list of chunks.</summary>
    public bool IsString => _string is not null;

    /// <summary>Whether the content is empty: there are no chunks, or only empty text chunks.</summary>
    public bool IsEmpty => _string is not null ? _string.Length == 0 : Chunks.All(chunk => chunk is TextChunk { Text.Length: 0 });

    /// <inheritdoc/>
    public int Count => Chunks.Count;

    /// <inheritdoc/>
    public ContentChunk this[int index] => Chunks[index];

    private IReadOnlyList<ContentChunk> Chunks => _chunks ??= [new TextChunk(_string!)];

    /// <inheritdoc/>
    public IEnumerator<ContentChunk> GetEnumerator() => Chunks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns <see cref="Text"/>.</summary>
    /// <returns>The text of the content.</returns>
    public override string ToString() => Text;

    internal sealed class Converter : JsonConverter<MessageContent>
    {
        public override MessageContent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String => new(reader.GetString()!),
                JsonTokenType.StartArray => new(ReadList(ref reader, options)),
                // A single chunk without a list: the form of streamed content in the Conversations API.
                _ => new([(ContentChunk)JsonSerializer.Deserialize(ref reader, ChatJson.Default.ContentChunk.MatchLeniency(options))!]),
            };

        // Null chunks are removed, so that code that enumerates the chunks needs no null check.
        private static List<ContentChunk> ReadList(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            var typeInfo = ChatJson.Default.ListContentChunk.MatchLeniency(options);
            var chunks = (List<ContentChunk>)JsonSerializer.Deserialize(ref reader, typeInfo)!;
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
