using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Json;

/// <summary>Creates the converters that read a property leniently.</summary>
internal static class LenientConverters
{
    /// <summary>Creates the converter for a property.</summary>
    /// <param name="type">The type of the property.</param>
    /// <param name="addMismatch">Receives a value that does not fit the type.</param>
    internal static JsonConverter Create(Type type, Action<JsonElement> addMismatch) =>
        type == typeof(string) ? new ScalarConverter<string?>(LenientScalars.TryReadString, addMismatch)
        : type == typeof(int) ? new ScalarConverter<int>(LenientScalars.TryReadInt32, addMismatch)
        : type == typeof(int?) ? new ScalarConverter<int?>(LenientScalars.TryReadInt32, addMismatch)
        : type == typeof(long?) ? new ScalarConverter<long?>(LenientScalars.TryReadInt64, addMismatch)
        : type == typeof(float?) ? new ScalarConverter<float?>(LenientScalars.TryReadSingle, addMismatch)
        : type == typeof(double?) ? new ScalarConverter<double?>(LenientScalars.TryReadDouble, addMismatch)
        : type == typeof(bool?) ? new ScalarConverter<bool?>(LenientScalars.TryReadBoolean, addMismatch)
        : type == typeof(DateTimeOffset?) ? new ScalarConverter<DateTimeOffset?>(LenientScalars.TryReadDateTimeOffset, addMismatch)
        : type == typeof(IReadOnlyDictionary<string, bool>) ? new MapConverter<bool>(LenientScalars.TryReadBoolean, addMismatch)
        : type == typeof(IReadOnlyDictionary<string, int>) ? new MapConverter<int>(LenientScalars.TryReadInt32, addMismatch)
        : type == typeof(IReadOnlyDictionary<string, double>) ? new MapConverter<double>(LenientScalars.TryReadDouble, addMismatch)
        : new ObjectConverter(addMismatch);

    /// <summary>Reads an object or a list, or moves the reader back to its start if it does not have the expected shape.</summary>
    internal static bool TryDeserialize(ref Utf8JsonReader reader, JsonTypeInfo typeInfo, out object? value)
    {
        var start = reader;
        var pendingCount = MismatchedValues.PendingCount;
        try
        {
            value = JsonSerializer.Deserialize(ref reader, typeInfo);
            return true;
        }
        catch (JsonException)
        {
            MismatchedValues.DiscardAfter(pendingCount);
            reader = start;
            value = null;
            return false;
        }
    }

    private sealed class ScalarConverter<T>(TryRead<T> tryRead, Action<JsonElement> addMismatch) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (!tryRead(ref reader, out var value) && reader.TokenType is not JsonTokenType.Null)
                addMismatch(JsonElement.ParseValue(ref reader));
            return value;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw CreateReadOnlyException();
    }

    // Reads all values that fit the type. If one does not, the whole map is kept in addition.
    private sealed class MapConverter<T>(TryRead<T?> tryRead, Action<JsonElement> addMismatch)
        : JsonConverter<IReadOnlyDictionary<string, T>?>
        where T : struct
    {
        public override IReadOnlyDictionary<string, T>? Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                addMismatch(JsonElement.ParseValue(ref reader));
                return null;
            }

            var start = reader;
            var map = new Dictionary<string, T>();
            var fits = true;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (tryRead(ref reader, out var value))
                    map[name] = value.GetValueOrDefault();
                else
                    fits = false;
                reader.Skip();
            }

            if (!fits)
                addMismatch(JsonElement.ParseValue(ref start));
            return map;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T>? value, JsonSerializerOptions options) =>
            throw CreateReadOnlyException();
    }

    // A converter of object works for every property type.
    private sealed class ObjectConverter(Action<JsonElement> addMismatch) : JsonConverter<object?>
    {
        public override bool CanConvert(Type typeToConvert) => true;

        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (!TryDeserialize(ref reader, options.GetTypeInfo(typeToConvert), out var value))
                addMismatch(JsonElement.ParseValue(ref reader));
            return value;
        }

        public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options) => throw CreateReadOnlyException();
    }

    private static NotSupportedException CreateReadOnlyException() => new("These options are for reading responses only.");
}
