using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>The fields that the API requires, with default values for responses of providers that do not have them.</summary>
internal static class CompletionFields
{
    private const string UnknownModel = "unknown";

    /// <summary>Returns the ID, or a new one in the form of the API: 32 hexadecimal digits.</summary>
    internal static string GetId(string? id) => string.IsNullOrEmpty(id) ? Guid.NewGuid().ToString("N") : id!;

    internal static string GetModel(string? model, string? defaultModelId) =>
        !string.IsNullOrEmpty(model) ? model! : !string.IsNullOrEmpty(defaultModelId) ? defaultModelId! : UnknownModel;

    /// <summary>Returns the time in Unix seconds; the current time if it is unknown.</summary>
    internal static long GetCreated(DateTimeOffset? createdAt, long? raw) =>
        createdAt?.ToUnixTimeSeconds() is > 0 and var seconds ? seconds : raw ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Returns the content of a message without text: in the form in which it was received, or null next to calls.</summary>
    internal static MessageContent? GetEmptyContent(MessageContent? raw, bool hasCalls) =>
        raw is { IsEmpty: true } ? raw : hasCalls ? null : new("");
}
