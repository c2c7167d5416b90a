using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// The inputs of a conversation (<c>ConversationInputs</c>): the text of a user message, or a list of entries. A string and a collection
/// expression of entries convert to it implicitly.
/// </summary>
/// <remarks>The members of this type work for both forms: a string is a list with one <see cref="MessageInputEntry"/>.</remarks>
[JsonConverter(typeof(Converter))]
[System.Runtime.CompilerServices.CollectionBuilder(typeof(ConversationInputs), nameof(Create))]
public sealed class ConversationInputs : IReadOnlyList<ConversationEntry>
{
    private readonly string? _string;
    private readonly IReadOnlyList<ConversationEntry> _entries;

    /// <summary>Initializes a new instance of the <see cref="ConversationInputs"/> class with the text of a user message.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public ConversationInputs(string text)
    {
        _string = text ?? throw new ArgumentNullException(nameof(text));
        _entries = [new MessageInputEntry(text)];
    }

    /// <summary>Initializes a new instance of the <see cref="ConversationInputs"/> class with entries.</summary>
    /// <param name="entries">The entries in order. The list is copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entries"/> is null.</exception>
    public ConversationInputs(IEnumerable<ConversationEntry> entries) =>
        _entries = [.. entries ?? throw new ArgumentNullException(nameof(entries))];

    /// <summary>Creates inputs from entries. Called for collection expressions.</summary>
    /// <param name="entries">The entries in order.</param>
    /// <returns>The inputs.</returns>
    public static ConversationInputs Create(ReadOnlySpan<ConversationEntry> entries) => new(entries.ToArray());

    /// <summary>Converts the text of a user message to inputs.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ConversationInputs(string text) => new(text);

    /// <summary>Whether the inputs are a string in JSON, not a list of entries.</summary>
    public bool IsString => _string is not null;

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public ConversationEntry this[int index] => _entries[index];

    /// <inheritdoc/>
    public IEnumerator<ConversationEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal sealed class Converter : JsonConverter<ConversationInputs>
    {
        public override ConversationInputs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String
                ? new(reader.GetString()!)
                : new(JsonSerializer.Deserialize(ref reader, ConversationsJson.Default.ListConversationEntry)!);

        public override void Write(Utf8JsonWriter writer, ConversationInputs value, JsonSerializerOptions options)
        {
            if (value._string is { } text)
                writer.WriteText(text);
            else
                JsonSerializer.Serialize(writer, [.. value._entries], ConversationsJson.Default.ListConversationEntry);
        }
    }
}
