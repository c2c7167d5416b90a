using System.Globalization;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>The configuration keys of the options, and the check of their values.</summary>
internal static class OptionKeys
{
    /// <summary>The key of the nested section <see cref="MistralClientOptions.ChatRules"/>.</summary>
    internal const string ChatRules = "ChatRules";

    /// <summary>The keys of <see cref="MistralClientOptions"/> that can be set by configuration, without the nested section.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<string, string?>> Client = Create(
        (nameof(MistralClientOptions.ApiKey), CheckText),
        (nameof(MistralClientOptions.ServiceAccountTokenPath), CheckText),
        (nameof(MistralClientOptions.Endpoint), CheckAddress),
        (nameof(MistralClientOptions.AllowInsecureHttp), CheckBoolean),
        (nameof(MistralClientOptions.MaxRetries), CheckInteger),
        (nameof(MistralClientOptions.Timeout), CheckTime),
        (nameof(MistralClientOptions.StreamIdleTimeout), CheckTime),
        (nameof(MistralClientOptions.MaxResponseSize), CheckInteger));

    /// <summary>The keys of <see cref="Chat.ChatRules"/>.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<string, string?>> Rules = Create(
        (nameof(Chat.ChatRules.Normalize), CheckBoolean),
        (nameof(Chat.ChatRules.BridgeToolToUser), CheckBoolean),
        (nameof(Chat.ChatRules.FillMissingToolResults), CheckBoolean),
        (nameof(Chat.ChatRules.MergeConsecutiveMessages), CheckBoolean),
        (nameof(Chat.ChatRules.PrefixTrailingAssistant), CheckBoolean),
        (nameof(Chat.ChatRules.StripPrefixEcho), CheckBoolean),
        (nameof(Chat.ChatRules.ReplayReasoning), CheckBoolean),
        (nameof(Chat.ChatRules.AddJsonInstruction), CheckBoolean),
        (nameof(Chat.ChatRules.ValidateSampling), CheckBoolean),
        (nameof(Chat.ChatRules.UseOpenAIFields), CheckBoolean),
        (nameof(Chat.ChatRules.MaxImages), CheckInteger),
        (nameof(Chat.ChatRules.MaxImageSize), CheckInteger),
        (nameof(Chat.ChatRules.RequiredToolChoice), CheckText));

    /// <summary>The keys that the package Mistral.Extensions.AI.Hosting reads from the same section.</summary>
    internal static readonly IReadOnlyCollection<string> Hosting = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Model", "DisableHealthChecks", "DisableTracing", "DisableMetrics",
    };

    private static IReadOnlyDictionary<string, Func<string, string?>> Create(params (string Key, Func<string, string?> Check)[] keys) =>
        keys.ToDictionary(key => key.Key, key => key.Check, StringComparer.OrdinalIgnoreCase);

    private static string? CheckText(string value) => null;

    private static string? CheckBoolean(string value) =>
        bool.TryParse(value, out _) ? null : $"must be true or false, but was \"{value}\".";

    private static string? CheckInteger(string value) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            ? null
            : $"must be an integer, but was \"{value}\".";

    private static string? CheckAddress(string value) => Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out _)
        ? null
        : "must be an absolute address, such as https://api.mistral.ai/v1.";

    // "30" is a valid TimeSpan of 30 days, but seconds or milliseconds are meant.
    private static string? CheckTime(string value)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var seconds = TimeSpan.FromSeconds(number is > 0 and < 86_400 ? number : 30);
            return $"is the number {value} without a unit, which would be days. "
                + $"Set it to a time, such as \"{seconds:c}\" for {seconds.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds.";
        }

        return TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _)
            ? null
            : $"must be a time, such as \"00:00:30\" for 30 seconds, but was \"{value}\".";
    }
}
