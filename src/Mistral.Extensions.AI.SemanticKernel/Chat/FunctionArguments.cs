using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
#if NET
using System.Diagnostics.CodeAnalysis;
#endif

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// Converts arguments that match the JSON schema of a kernel function, but that the function could not read: names of enum values, numbers
/// for a string, 5.0 for an integer, dates in formats other than ISO 8601. All other arguments stay JSON.
/// </summary>
/// <remarks>
/// Semantic Kernel writes enums as strings in the schema, but reads JSON with the default options, which only read numbers. Its own
/// connectors convert all arguments to strings, for which it has type converters.
/// </remarks>
internal static class FunctionArguments
{
    internal static void Convert(FunctionCallContent call, IEnumerable<AITool>? tools)
    {
        if (call.Arguments is not { } arguments
            || tools?.OfType<KernelFunction>().FirstOrDefault(tool => ((AITool)tool).Name == call.Name) is not { } function)
        {
            return;
        }

        var options = GetOptions(function);
        foreach (var parameter in function.Metadata.Parameters)
        {
            if (parameter.ParameterType is not { } type || !arguments.TryGetValue(parameter.Name, out var value))
                continue;

            // A strict schema requires all parameters. Null stands for the default of an optional one.
            if (value is null && !parameter.IsRequired && type.IsValueType && Nullable.GetUnderlyingType(type) is null)
                arguments.Remove(parameter.Name);
            else if (value is JsonElement json && !TryRead(json, type, options, out _))
                arguments[parameter.Name] = Convert(json, type);
        }
    }

    private static object? Convert(JsonElement json, Type type)
    {
        if (json.ValueKind is JsonValueKind.String)
            return json.GetString();
        if (type == typeof(string))
            return json.GetRawText();

        // In JSON Schema 5.0 is an integer, but System.Text.Json does not read it as one.
        if (json.ValueKind is JsonValueKind.Number && json.TryGetDecimal(out var number) && decimal.Truncate(number) == number)
            json = JsonElement.Parse(decimal.Truncate(number).ToString(CultureInfo.InvariantCulture));

        // These options read the names of enum values, also within lists and objects.
        return TryRead(json, type, AIJsonUtilities.DefaultOptions, out var value) ? value : json;
    }

    private static bool TryRead(JsonElement json, Type type, JsonSerializerOptions options, out object? value)
    {
        value = null;
        if (!options.TryGetTypeInfo(type, out var typeInfo))
            return false;

        try
        {
            value = json.Deserialize(typeInfo);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    // A function that was created without options reads its arguments with the default options of System.Text.Json.
#if NET
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only used if reflection-based JSON serialization is enabled.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only used if reflection-based JSON serialization is enabled.")]
#endif
    private static JsonSerializerOptions GetOptions(KernelFunction function) =>
        ReferenceEquals(function.JsonSerializerOptions, AIJsonUtilities.DefaultOptions) && JsonSerializer.IsReflectionEnabledByDefault
            ? JsonSerializerOptions.Default
            : function.JsonSerializerOptions;
}
