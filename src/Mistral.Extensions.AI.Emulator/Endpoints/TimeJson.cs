using System.Globalization;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Formats times in responses.</summary>
internal static class TimeJson
{
    /// <summary>Formats a time as the server does, for example <c>2025-06-16T09:19:08.735790Z</c>.</summary>
    public static string ToJson(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
