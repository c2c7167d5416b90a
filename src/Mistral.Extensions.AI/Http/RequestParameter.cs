using System.Globalization;

namespace Mistral.Extensions.AI.Http;

/// <summary>Formats the parameters of queries and forms. A value that is null stays null, and is not sent.</summary>
internal static class RequestParameter
{
    internal static string? Format(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    internal static string? Format(bool? value) => value switch { true => "true", false => "false", null => null };

    /// <summary>Formats a time in UTC with microseconds, the precision of the server's own times.</summary>
    internal static string? Format(DateTimeOffset? value) =>
        value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Creates a parameter for each value of a list.</summary>
    internal static IEnumerable<(string Name, string? Value)> Repeat(string name, IReadOnlyList<string>? values) =>
        values?.Select(value => (name, (string?)value)) ?? [];
}
