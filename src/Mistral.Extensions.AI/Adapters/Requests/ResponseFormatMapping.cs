using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Schemas;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps <see cref="ChatResponseFormat"/> to <see cref="ResponseFormat"/>, for structured output.</summary>
internal static class ResponseFormatMapping
{
    /// <param name="format">The format.</param>
    /// <param name="strict">Whether the schema is strict; null for strict if the schema allows it.</param>
    /// <param name="logger">The logger for schemas that cannot be strict.</param>
    internal static ResponseFormat? ToResponseFormat(this ChatResponseFormat? format, bool? strict, ILogger logger) => format switch
    {
        null => null,
        _ when ConvertedResponseFormats.FindOriginal(format, strict) is { } original => original,
        ChatResponseFormatText => new() { Type = "text" },
        ChatResponseFormatJson { Schema: not null } json => ToSchemaFormat(json, strict, logger),
        ChatResponseFormatJson => new() { Type = "json_object" },
        _ => throw new NotSupportedException(
            $"The response format {format.GetType().Name} is not supported. Use ChatResponseFormat.Text, Json or ForJsonSchema."),
    };

    /// <summary>
    /// Fills the properties that the raw format leaves unset. A raw format without a schema gets the schema of the portable format.
    /// </summary>
    internal static ResponseFormat? Merge(ResponseFormat? raw, ResponseFormat? portable) => (raw, portable) switch
    {
        (null, _) => portable,
        (_, null) => raw,
        _ => raw with
        {
            Type = raw.Type ?? portable.Type,
            JsonSchema = Merge(raw.JsonSchema, raw.Type is null or "json_schema" ? portable.JsonSchema : null),
        },
    };

    private static JsonSchema? Merge(JsonSchema? raw, JsonSchema? portable) => (raw, portable) switch
    {
        (null, _) => portable,
        (_, null) => raw,
        _ => raw with
        {
            Name = raw.Name ?? portable.Name,
            Description = raw.Description ?? portable.Description,
            Schema = raw.Schema.ValueKind is JsonValueKind.Undefined ? portable.Schema : raw.Schema,

            // Strict belongs to the portable schema: a raw schema may allow additional properties, and then cannot be strict.
            Strict = raw.Strict ?? (raw.Schema.ValueKind is JsonValueKind.Undefined ? portable.Strict : null),
        },
    };

    private static ResponseFormat ToSchemaFormat(ChatResponseFormatJson format, bool? requestedStrict, ILogger logger)
    {
        if (!HasObjectRoot(format.Schema!.Value))
        {
            throw new ArgumentException(
                "Structured output requires an object at the root of the schema. Wrap the value in an object, or use GetResponseAsync<T>.");
        }

        var schema = SchemaMapping.ToResponseSchema(format);
        if (requestedStrict is null && schema.StrictObstacle is { } obstacle)
            AdapterLog.SchemaNotStrict(logger, format.SchemaName, obstacle);

        var strict = requestedStrict ?? schema.StrictObstacle is null;
        return new()
        {
            Type = "json_schema",
            JsonSchema = new()
            {
                // A display name may have any characters.
                Name = ToolName.ToValid(format.SchemaName, "json_schema"),
                Description = format.SchemaDescription,
                Schema = schema.Get(strict),
                Strict = strict,
            },
        };
    }

    // A schema without a type gets the type "object" when it is mapped.
    private static bool HasObjectRoot(JsonElement schema) =>
        schema.ValueKind is JsonValueKind.Object
        && (!schema.TryGetProperty("type", out var type) || (type.ValueKind is JsonValueKind.String && type.ValueEquals("object"u8)));
}
