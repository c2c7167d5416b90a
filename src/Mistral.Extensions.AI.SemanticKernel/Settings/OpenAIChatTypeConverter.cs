using System.Text.Json;
using System.Text.Json.Serialization;
#if NET
using System.Diagnostics.CodeAnalysis;
#endif

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// Writes the types of the OpenAI SDK that occur in the settings of the OpenAI connector: response formats and reasoning effort levels.
/// They have no public properties that System.Text.Json could serialize. Response formats implement <c>IJsonModel&lt;T&gt;</c> of
/// <c>System.ClientModel</c>; effort levels are strings. Reflection avoids a dependency on the OpenAI SDK.
/// </summary>
internal sealed class OpenAIChatTypeConverter : JsonConverter<object>
{
#if NET
    private const string Justification = "This converter runs only if reflection-based JSON serialization is enabled.";
#endif

    public override bool CanConvert(Type typeToConvert) => typeToConvert.Namespace is "OpenAI.Chat";

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Types of the OpenAI SDK cannot be deserialized here: this converter only writes.");

#if NET
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Justification)]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Justification)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Justification)]
#endif
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        var jsonModel = value.GetType().GetInterfaces().FirstOrDefault(type => type.Name is "IJsonModel`1");
        var jsonOptions = jsonModel?.Assembly
            .GetType("System.ClientModel.Primitives.ModelReaderWriterOptions")?.GetProperty("Json")?.GetValue(null);
        if (jsonOptions is null)
            writer.WriteStringValue(value.ToString());
        else
            jsonModel!.GetMethod("Write")!.Invoke(value, [writer, jsonOptions]);
    }
}
