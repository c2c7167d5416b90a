using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>Logs a warning for options that are ignored, once per option.</summary>
/// <param name="logger">The logger.</param>
/// <param name="optionsName">The name of the options type.</param>
/// <param name="knownKeys">The keys of the additional properties that are read.</param>
/// <param name="requestType">The type that a <c>RawRepresentationFactory</c> must return.</param>
internal sealed class IgnoredOptions(ILogger logger, string optionsName, string[] knownKeys, Type requestType)
{
    // A limit for callers that create keys at run time.
    private const int MaxWarnings = 100;

    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Logs ignored options of chat completions.</summary>
    internal static IgnoredOptions ForChatOptions(ILogger logger) =>
        new(logger, nameof(ChatOptions), AdditionalPropertyKeys.ChatOptions, typeof(ChatCompletionRequest));

    /// <summary>Logs the keys that are not read. Keys without a value are not logged.</summary>
    internal void LogUnknownKeys(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null)
            return;

        foreach (var property in properties)
        {
            var isKnown = Array.Exists(knownKeys, key => key.Equals(property.Key, StringComparison.OrdinalIgnoreCase));
            if (!isKnown && property.Value is not null && IsOptionName(property.Key) && IsFirst(property.Key))
                AdapterLog.UnknownKey(logger, optionsName, property.Key, GetAdvice(property.Key));
        }
    }

    /// <summary>Logs a raw request of another type, for example that of another provider.</summary>
    internal void LogRawRequest(object? rawRequest)
    {
        if (rawRequest is not null && !requestType.IsInstanceOfType(rawRequest) && IsFirst($"({rawRequest.GetType()})"))
            AdapterLog.UnknownRawRequest(logger, optionsName, rawRequest.GetType(), requestType.Name);
    }

    /// <summary>Logs the options that are set, although the API has no such setting.</summary>
    internal void LogUnsupported(params ReadOnlySpan<(string Option, bool IsSet)> options)
    {
        foreach (var (option, isSet) in options)
        {
            if (isSet && IsFirst($"[{option}]"))
                AdapterLog.OptionNotSent(logger, optionsName, option);
        }
    }

    // Frameworks store objects for their own use under type names, for example "Microsoft.Agents.AI.ChatHistoryProvider", and under names
    // such as "_attribution".
    private static bool IsOptionName(string key) =>
        key.Length > 0 && char.IsLetter(key[0]) && key.All(character => char.IsLetterOrDigit(character) || character is '_');

    private bool IsFirst(string option) => _logged.Count < MaxWarnings && _logged.TryAdd(option, true);

    private string GetAdvice(string key)
    {
        var letters = key.Replace("_", "");
        return Array.Find(knownKeys, known => known.Replace("_", "").Equals(letters, StringComparison.OrdinalIgnoreCase)) is { } similar
            ? $"Use the key {similar}."
            : $"Remove it. To send another field, return a {requestType.Name} from RawRepresentationFactory.";
    }
}
