using System.Globalization;
using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Json;

/// <summary>
/// Converts JSON values as the lax mode of pydantic does, which validates the requests of the API:
/// https://docs.pydantic.dev/latest/concepts/conversion_table/.
/// </summary>
internal static class LaxValues
{
    private static readonly HashSet<string> TrueValues = new(["1", "on", "t", "true", "y", "yes"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> FalseValues = new(["0", "off", "f", "false", "n", "no"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Converts a number, a number in a string or a boolean; returns null for other values.</summary>
    public static double? ToNumber(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => null,
    };

    /// <summary>Converts a time in ISO 8601 format, which is UTC unless it has an offset, or the seconds since 1970.</summary>
    public static DateTimeOffset? ToDateTime(this JsonElement value)
    {
        const double MaxSeconds = 253_402_300_799;
        if (value.ToNumber() is { } seconds and >= 0 and <= MaxSeconds)
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null;
    }

    /// <summary>Converts a boolean, a string such as "true" or "off", 0 or 1; returns null for other values.</summary>
    public static bool? ToBoolean(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String or JsonValueKind.Number => ToBoolean(value.ToString()),
        _ => null,
    };

    private static bool? ToBoolean(string value) => TrueValues.Contains(value) ? true : FalseValues.Contains(value) ? false : null;
}
