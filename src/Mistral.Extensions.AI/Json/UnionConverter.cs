using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Reads and writes a union of the wire: objects told apart by one property. What it does not know is kept whole,
/// so that a kind Mistral adds tomorrow passes through today's client unharmed.
/// </summary>
/// <remarks>
/// <see cref="JsonPolymorphicAttribute"/> does not serve: it reads an unknown kind as the base type and writes it back
/// without its discriminator.
/// </remarks>
internal abstract class UnionConverter<T>(string discriminator) : JsonConverter<T>
    where T : class
{
    /// <summary>The contract of a kind, or null when this library does not know it.</summary>
    protected abstract JsonTypeInfo? KnownKind(string? kind);

    /// <summary>The contract of a value that was built or read, or null for the unknown one.</summary>
    protected abstract JsonTypeInfo? ContractOf(T value);

    protected abstract T CreateUnknown(JsonElement json);

    protected abstract JsonElement UnknownJson(T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = reader;
        if (reader.TokenType is JsonTokenType.StartObject && KnownKind(PeekKind(reader)) is { } contract)
        {
            try
            {
                return (T)JsonSerializer.Deserialize(ref reader, contract)!;
            }
            catch (JsonException)
            {
                // A kind we know in a shape we do not: as unknown as a new kind.
                reader = start;
            }
        }

        return CreateUnknown(JsonElement.ParseValue(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (ContractOf(value) is { } contract)
            JsonSerializer.Serialize(writer, value, contract);
        else
            UnknownJson(value).WriteTo(writer);
    }

    // The reader is a struct: a copy looks ahead, the original stays where it was.
    private string? PeekKind(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(discriminator);
            reader.Read();
            if (found)
                return reader.TokenType is JsonTokenType.String ? reader.GetString() : null;

            reader.Skip();
        }

        return null;
    }
}
