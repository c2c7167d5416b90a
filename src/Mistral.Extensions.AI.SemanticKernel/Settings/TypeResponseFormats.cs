using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// The JSON schema response formats of .NET types. The JSON can be read with the default options of <see cref="JsonSerializer"/>: the names
/// are those of the .NET properties, as in Semantic Kernel's own connectors, and the values of enums without a converter are numbers.
/// </summary>
internal static class TypeResponseFormats
{
    private static readonly JsonSerializerOptions JsonOptions = CreateJsonOptions();

    private static readonly AIJsonSchemaCreateOptions SchemaOptions = new()
    {
        TransformOptions = new() { RequireAllProperties = true },
        TransformSchemaNode = DescribeEnum,
    };

    // Generating a schema is slow, so each type has only one. The table does not keep types alive that are no longer used.
    private static readonly ConditionalWeakTable<Type, ChatResponseFormat> Cache = new();

    /// <summary>Gets the response format with the JSON schema of a type.</summary>
    internal static ChatResponseFormat Get(Type type) => Cache.GetValue(type, Create);

    private static ChatResponseFormat Create(Type type)
    {
        var description = type.GetCustomAttribute<DescriptionAttribute>()?.Description;
        var schema = AIJsonUtilities.CreateJsonSchema(
            type, description, serializerOptions: JsonOptions, inferenceOptions: SchemaOptions);
        return ChatResponseFormat.ForJsonSchema(schema, GetName(type), description);
    }

    // As in the OpenAI connector, for example ListCity for List<City>.
    private static string GetName(Type type) => type.IsGenericType
        ? type.Name.Split('`')[0] + string.Concat(type.GetGenericArguments().Select(GetName))
        : type.Name;

    // The schema of an enum without a converter is only "integer". The model needs the names.
    private static JsonNode DescribeEnum(AIJsonSchemaCreateContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (!type.IsEnum || schema is not JsonObject json || json.ContainsKey("enum"))
            return schema;

        var names = string.Join(", ", Enum.GetNames(type).Select(name => $"{Enum.Format(type, Enum.Parse(type, name), "d")} = {name}"));
        json["description"] = json["description"] is { } description ? $"{description} ({names})" : names;
        return json;
    }

    private static JsonSerializerOptions CreateJsonOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions)
        {
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNamingPolicy = null,
        };
        options.Converters.Clear();
        options.MakeReadOnly();
        return options;
    }
}
