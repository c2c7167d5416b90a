using System.Text.Json;
using System.Text.Json.Serialization;
#if NET
using System.Diagnostics.CodeAnalysis;
#endif

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// What settings for OpenAI hold of OpenAI's own types: response formats, efforts. The serializer sees no members in them. They write
/// themselves, by an interface of <c>System.ClientModel</c>, or are words; neither is worth a dependency on OpenAI's packages.
/// </summary>
internal sealed class OpenAIConverter : JsonConverter<object>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.Namespace is "OpenAI.Chat";

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Types of OpenAI's are written only.");

#if NET
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Settings of other connectors are read only where JSON reflection is on.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Settings of other connectors are read only where JSON reflection is on.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Settings of other connectors are read only where JSON reflection is on.")]
#endif
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        var model = value.GetType().GetInterfaces().FirstOrDefault(type => type.Name is "IJsonModel`1");
        var json = model?.Assembly.GetType("System.ClientModel.Primitives.ModelReaderWriterOptions")?.GetProperty("Json")?.GetValue(null);
        if (json is null)
            writer.WriteStringValue(value.ToString());
        else
            model!.GetMethod("Write")!.Invoke(value, [writer, json]);
    }
}
