using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>The serializer options that write the execution settings of any connector, and the values in them.</summary>
internal static class ExecutionSettingsJsonOptions
{
    internal static readonly JsonSerializerOptions Default = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions)
        {
            Converters = { new TypeResponseFormatConverter(), new OpenAIChatTypeConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
