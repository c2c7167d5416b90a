using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Agents;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Connectors;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.FineTuning;
using Mistral.Extensions.AI.Libraries;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI;

/// <summary>Provides the JSON metadata to read and write the records of this library.</summary>
public static class MistralJson
{
    /// <summary>
    /// Gets the JSON metadata of all records of requests and responses, for <see cref="JsonSerializerOptions.TypeInfoResolver"/> or
    /// <see cref="JsonSerializerOptions.TypeInfoResolverChain"/>.
    /// </summary>
    /// <value>A source-generated resolver, which supports trimming and Native AOT.</value>
    /// <remarks>
    /// <para>
    /// The JSON is that of the API, regardless of the naming policy of the options. A request is written as it is sent, without properties
    /// that are null. Additional properties and unknown variants are preserved.
    /// </para>
    /// <para>
    /// Without this resolver, <see cref="JsonSerializer"/> uses reflection, if it is enabled. The JSON then has the same names, and also
    /// the properties that are null.
    /// </para>
    /// </remarks>
    public static IJsonTypeInfoResolver Default { get; } = JsonTypeInfoResolver.Combine(
        AgentsJson.Default,
        AudioJson.Default,
        BatchJson.Default,
        ChatJson.Default,
        ClassifiersJson.Default,
        ConnectorsJson.Default,
        ConversationsJson.Default,
        EmbeddingsJson.Default,
        FilesJson.Default,
        FimJson.Default,
        FineTuningJson.Default,
        LibrariesJson.Default,
        ModelsJson.Default,
        OcrJson.Default).WithAddedModifier(OmitNulls);

    // The options of the application may have another DefaultIgnoreCondition.
    private static void OmitNulls(JsonTypeInfo typeInfo)
    {
        foreach (var property in typeInfo.Properties.Where(property => !property.IsExtensionData))
            property.ShouldSerialize ??= static (_, value) => value is not (null or JsonElement { ValueKind: JsonValueKind.Undefined });
    }
}
