using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Reads responses so that one unexpected value does not make the whole response fail. A value that does not fit the type of its property
/// is kept in the extension data of its object, under its JSON name. Properties with <see cref="ContentAttribute"/>, and objects without
/// extension data, are read strictly.
/// </summary>
internal static class LenientJson
{
    private static readonly ConcurrentDictionary<JsonSerializerOptions, JsonSerializerOptions> LenientOptions = new();

    /// <summary>Reads JSON leniently.</summary>
    internal static T? DeserializeLeniently<T>(this JsonTypeInfo<T> typeInfo, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo.ToLenient());
        }
        finally
        {
            MismatchedValues.Clear();
        }
    }

    /// <summary>Gets the metadata that reads a type and the objects in it leniently.</summary>
    internal static JsonTypeInfo<T> ToLenient<T>(this JsonTypeInfo<T> typeInfo) =>
        LenientOptions.GetOrAdd(typeInfo.Options, CreateOptions).GetTypeInfo<T>();

    /// <summary>Gets the metadata that reads a type leniently if these options do.</summary>
    internal static JsonTypeInfo MatchLeniency(this JsonTypeInfo typeInfo, JsonSerializerOptions options) =>
        LenientOptions.TryGetValue(typeInfo.Options, out var lenient) && lenient == options ? options.GetTypeInfo(typeInfo.Type) : typeInfo;

    /// <summary>Gets the metadata of a type with these options.</summary>
    internal static JsonTypeInfo<T> GetTypeInfo<T>(this JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions CreateOptions(JsonSerializerOptions options) =>
        new(options) { TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(ReadLeniently) };

    private static void ReadLeniently(JsonTypeInfo typeInfo)
    {
        if (typeInfo.Properties.FirstOrDefault(property => property.IsExtensionData) is not { } extensionData)
            return;

        foreach (var property in typeInfo.Properties)
        {
            if (property is { IsExtensionData: false, CustomConverter: null or StringOrListConverter } && !IsContent(property))
                property.CustomConverter = CreateConverter(property, value => MismatchedValues.Add(typeInfo.Type, property.Name, value));
        }

        typeInfo.OnDeserialized = value => MismatchedValues.MoveTo(value, extensionData);
    }

    private static JsonConverter CreateConverter(JsonPropertyInfo property, Action<JsonElement> addMismatch) =>
        property.CustomConverter is StringOrListConverter
            ? new StringOrListConverter(addMismatch)
            : LenientConverters.Create(property.PropertyType, addMismatch);

    private static bool IsContent(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(ContentAttribute), inherit: false) is true;
}
