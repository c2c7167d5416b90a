using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps the options that only Mistral has from <see cref="ChatOptions.AdditionalProperties"/> to the request.</summary>
internal static class MistralOptionsMapping
{
    /// <summary>
    /// Sets the properties that are not set. Unknown keys are not sent, because the API rejects unknown fields (422
    /// <c>extra_forbidden</c>).
    /// </summary>
    internal static ChatCompletionRequest WithMistralOptions(
        this ChatCompletionRequest raw, AdditionalPropertyReader properties) => properties.IsEmpty ? raw : raw with
        {
            SafePrompt = raw.SafePrompt ?? properties.GetBoolean(AdditionalPropertyKeys.SafePrompt),
            PromptMode = raw.PromptMode ?? ToPromptMode(properties),
            Prediction = raw.Prediction ?? ToPrediction(properties.GetValue(AdditionalPropertyKeys.Prediction)),
            Metadata = raw.Metadata ?? properties.GetMetadata(),
            N = raw.N ?? properties.GetInt32(AdditionalPropertyKeys.N),
            Guardrails = raw.Guardrails ?? ToGuardrails(properties.GetValue(AdditionalPropertyKeys.Guardrails)),
            PromptCacheKey = raw.PromptCacheKey ?? properties.GetString(AdditionalPropertyKeys.PromptCacheKey),
            ServiceTier = raw.ServiceTier ?? properties.GetString(AdditionalPropertyKeys.ServiceTier),
        };

    // The API distinguishes null, which turns the default system prompt off, from a missing field.
    private static PromptMode? ToPromptMode(AdditionalPropertyReader properties) =>
        properties.Contains(AdditionalPropertyKeys.PromptMode) ? new(properties.GetString(AdditionalPropertyKeys.PromptMode)) : null;

    internal static Prediction? ToPrediction(object? value) => value switch
    {
        null => null,
        Prediction prediction => prediction,
        string content => new(content),
        JsonElement { ValueKind: JsonValueKind.String } content => new(content.GetString()!),
        _ => UserJson.ToElement(value) is { ValueKind: JsonValueKind.Object } json
            && json.TryGetProperty("content", out var content) && content.ValueKind is JsonValueKind.String
                ? new(content.GetString()!) { Type = GetType(json) ?? "content" }
                : throw AdditionalPropertyReader.InvalidValue(
                    AdditionalPropertyKeys.Prediction, value, "a string or an object with content"),
    };

    private static string? GetType(JsonElement json) =>
        json.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String ? type.GetString() : null;

    internal static IReadOnlyList<GuardrailConfig>? ToGuardrails(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case GuardrailConfig guardrail:
                return [guardrail];
            case IEnumerable<GuardrailConfig> guardrails:
                return [.. guardrails];
            default:
                var json = UserJson.ToElement(value);
                return json.ValueKind is JsonValueKind.Array ? [.. json.EnumerateArray().Select(ToGuardrail)] : [ToGuardrail(json)];
        }
    }

    private static GuardrailConfig ToGuardrail(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            throw AdditionalPropertyReader.InvalidValue(AdditionalPropertyKeys.Guardrails, json, "a guardrail object or a list of them");

        try
        {
            return json.Deserialize(ChatJson.Default.GuardrailConfig)!;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"AdditionalProperties[\"{AdditionalPropertyKeys.Guardrails}\"] is not a valid guardrail: {exception.Message}", exception);
        }
    }
}
