using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Converts <see cref="ResponseFormat"/> to <see cref="ChatResponseFormat"/>, and stores the original, because a
/// <see cref="ChatResponseFormat"/> has neither <c>strict</c> nor additional properties. It is immutable, so the original stays valid.
/// </summary>
internal static class ConvertedResponseFormats
{
    private static readonly ConditionalWeakTable<ChatResponseFormat, ResponseFormat> Originals = new();

    /// <summary>Returns null for a type that Microsoft.Extensions.AI does not have, and for <c>json_schema</c> without a schema.</summary>
    internal static ChatResponseFormat? ToChatResponseFormat(ResponseFormat format) => format switch
    {
        { Type: "text", JsonSchema: null, AdditionalProperties: null } => ChatResponseFormat.Text,
        { Type: "json_object", JsonSchema: null, AdditionalProperties: null } => ChatResponseFormat.Json,
        { Type: "text" } => Add(new ChatResponseFormatText(), format),
        { Type: "json_object" } => Add(new ChatResponseFormatJson(null), format),
        { Type: "json_schema", JsonSchema: { Schema.ValueKind: not JsonValueKind.Undefined } schema } =>
            Add(new ChatResponseFormatJson(schema.Schema, schema.Name, schema.Description), format),
        _ => null,
    };

    /// <summary>Gets the original of a format; null if it has none, or if another value of <c>strict</c> is requested.</summary>
    internal static ResponseFormat? FindOriginal(ChatResponseFormat format, bool? strict) =>
        Originals.TryGetValue(format, out var original) && (strict is null || strict == original.JsonSchema?.Strict) ? original : null;

    private static ChatResponseFormat Add(ChatResponseFormat converted, ResponseFormat format)
    {
        Originals.Add(converted, format);
        return converted;
    }
}
