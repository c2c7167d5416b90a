using System.Globalization;
using System.Text.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>Formats the parameters of queries and forms. A value that is null stays null, and is not sent.</summary>
internal static class RequestParameter
{
    internal static string? Format(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    internal static string? Format(float? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    internal static string? Format(bool? value) => value switch { true => "true", false => "false", null => null };

    /// <summary>Formats a time in UTC with microseconds, the precision of the server's own times.</summary>
    internal static string? Format(DateTimeOffset? value) =>
        value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Creates a parameter for each value of a list.</summary>
    internal static IEnumerable<(string Name, string? Value)> Repeat(string name, IReadOnlyList<string>? values) =>
        values?.Select(value => (name, (string?)value)) ?? [];

    /// <summary>Creates a parameter for a JSON value, or one for each item of a JSON array.</summary>
    internal static IEnumerable<(string Name, string? Value)> FromJson(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => FromJson(name, item)),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        JsonValueKind.String => [(name, value.GetString())],
        _ => [(name, value.GetRawText())],
    };
}
