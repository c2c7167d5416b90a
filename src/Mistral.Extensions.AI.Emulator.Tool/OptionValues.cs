using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>Parses the values of options.</summary>
internal static partial class OptionValues
{
    /// <summary>The format of times, for error messages.</summary>
    public const string TimeFormat = "a time of at most 24h such as 200ms, 1.5s or 2m";

    private const string Localhost = "localhost";
    private const string AnyOrigin = "any";
    private const string NoOrigin = "none";

    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(1);

    public static bool TryParseText(string text, out string? value)
    {
        value = text;
        return !string.IsNullOrWhiteSpace(text);
    }

    public static bool TryParsePort(string text, out int value)
    {
        var isPort = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        value = port;
        return isPort;
    }

    public static bool TryParseInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static bool TryParsePositive(string text, out double value) =>
        TryParseNumber(text, out value) && value > 0 && double.IsFinite(value);

    /// <summary>Checks an IP address.</summary>
    public static bool TryParseAddress(string text, out string? value)
    {
        value = text;
        // IPAddress.TryParse also accepts single numbers.
        return text == Localhost || (text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out _));
    }

    /// <summary>Converts a checked address; null for localhost. System.CommandLine does not support null as a parsed value.</summary>
    public static IPAddress? ToAddress(string? text) => text is null or Localhost ? null : IPAddress.Parse(text);

    /// <summary>Checks an origin.</summary>
    public static bool TryParseOrigin(string text, out string? value)
    {
        value = text;
        return text is AnyOrigin or NoOrigin || CorsPolicy.IsOrigin(text);
    }

    /// <summary>Converts a checked origin; null for none.</summary>
    public static string? ToOrigin(string? text) => text switch { null or AnyOrigin => "*", NoOrigin => null, _ => text };

    public static bool TryParseLogging(string text, out RequestLogging value) =>
        Enum.TryParse(text, ignoreCase: true, out value) && text.All(char.IsLetter);

    /// <summary>Parses a time with a unit. Only 0 needs none.</summary>
    public static bool TryParseTime(string text, out TimeSpan value)
    {
        value = default;
        if (TimeRegex().Match(text) is not { Success: true } match || !TryParseNumber(match.Groups["number"].Value, out var number))
            return false;
        var seconds = match.Groups["unit"].Value switch { "ms" => number / 1000, "m" => number * 60, "h" => number * 3600, _ => number };
        if (seconds > MaxTime.TotalSeconds || (seconds > 0 && match.Groups["unit"].Length == 0))
            return false;
        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Parses a percentage as a number between 0 and 1.</summary>
    public static bool TryParseShare(string text, out double value)
    {
        var isNumber = TryParseNumber(text.EndsWith('%') ? text[..^1] : "", out var percentage);
        value = percentage / 100;
        return isNumber && percentage <= 100;
    }

    public static bool TryParseFault(string text, out RandomFault value)
    {
        var parts = text.Split('@');
        value = new RandomFault(0, 0);
        if (parts.Length != 2 || !TryParseInteger(parts[0], out var statusCode) || !TryParseShare(parts[1], out var share))
            return false;
        value = new RandomFault(statusCode, share);
        return statusCode is >= 400 and <= 599;
    }

    /// <summary>Returns the error of faults that are valid one by one, but not together; null if there is none.</summary>
    public static string? FindError(RandomFault[] faults)
    {
        var percentage = Math.Round(faults.Sum(fault => fault.Share) * 100, 6);
        return percentage > 100
            ? string.Create(CultureInfo.InvariantCulture, $"must have shares of at most 100% together, but had {percentage}%.")
            : null;
    }

    public static bool TryParseQuota(string text, out QuotaLimit value)
    {
        value = new QuotaLimit("", 0, default);
        if (QuotaRegex().Match(text) is not { Success: true } match
            || !int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var window = match.Groups["window"].Value switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "h" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromMinutes(1),
        };
        value = new QuotaLimit(match.Groups["unit"].Value, count, window);
        return true;
    }

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"^(?<number>[0-9.]+)(?<unit>ms|s|m|h)?\z")]
    private static partial Regex TimeRegex();

    [GeneratedRegex($@"^(?<unit>{QuotaLimit.Requests}|{QuotaLimit.Tokens})=(?<count>[0-9]+)/(?<window>s|min|h)\z")]
    private static partial Regex QuotaRegex();
}
