using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Json;

/// <summary>Describes the position of an error in JSON without quoting the JSON.</summary>
internal static class JsonErrorPath
{
    private static readonly Regex Segment = new(@"\G(?:\.(?<name>\w+)|\[\d+\])", RegexOptions.CultureInvariant);

    /// <summary>
    /// Gets the path of an error up to the first name that the type does not define. Such a name may repeat content or the API key.
    /// </summary>
    internal static string Get(JsonException exception, JsonTypeInfo type)
    {
        if (exception.Path is not { Length: > 0 } path)
            return "the root";

        var result = "$";
        var current = type;
        for (var match = Segment.Match(path, 1); match.Success; match = match.NextMatch())
        {
            var next = match.Groups["name"] is { Success: true } name ? GetProperty(current, name.Value) : GetElement(current);
            if (next is null)
                break;
            (current, result) = (next, result + match.Value);
        }

        return result.Length == path.Length ? result : result + "…";
    }

    /// <summary>Creates a copy of an exception whose message and path do not quote the JSON.</summary>
    internal static JsonException WithoutContent(JsonException exception, JsonTypeInfo type)
    {
        var path = Get(exception, type);
        return new(
            $"The JSON is invalid or has an unexpected type. Path: {path} | LineNumber: {exception.LineNumber} | "
                + $"BytePositionInLine: {exception.BytePositionInLine}.",
            path,
            exception.LineNumber,
            exception.BytePositionInLine);
    }

    private static JsonTypeInfo? GetProperty(JsonTypeInfo type, string name) =>
        type.Properties.FirstOrDefault(property => property.Name == name) is { } property ? GetTypeInfo(type, property.PropertyType) : null;

    private static JsonTypeInfo? GetElement(JsonTypeInfo type) => type.ElementType is { } element ? GetTypeInfo(type, element) : null;

    private static JsonTypeInfo? GetTypeInfo(JsonTypeInfo parent, Type type) =>
        parent.Options.TryGetTypeInfo(type, out var typeInfo) ? typeInfo : null;
}
