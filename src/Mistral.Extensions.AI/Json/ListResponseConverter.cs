using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Reads a list that the API returns alone, without an object around it. If the API returns an object with the list in <c>data</c>, as for
/// other lists, the list in it is read.
/// </summary>
/// <typeparam name="TList">The type of the list.</typeparam>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="create">Creates the list from its items; null if the object has no list.</param>
internal abstract class ListResponseConverter<TList, TItem>(Func<IReadOnlyList<TItem>?, TList> create) : JsonConverter<TList>
{
    public override TList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var itemsType = options.GetTypeInfo<IReadOnlyList<TItem>>();
        if (reader.TokenType is JsonTokenType.StartArray)
            return create(JsonSerializer.Deserialize(ref reader, itemsType));

        var json = JsonElement.ParseValue(ref reader);
        var hasList = json.ValueKind is JsonValueKind.Object && json.TryGetProperty("data"u8, out json);
        return create(hasList ? json.Deserialize(itemsType) : null);
    }

    public override void Write(Utf8JsonWriter writer, TList value, JsonSerializerOptions options) =>
        throw new NotSupportedException("The list is only read.");
}
