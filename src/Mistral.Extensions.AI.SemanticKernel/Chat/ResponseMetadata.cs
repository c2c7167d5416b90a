using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// The metadata of responses and of chunks. Its keys are those of Semantic Kernel's own connectors: <c>Id</c>, <c>CreatedAt</c>,
/// <c>FinishReason</c> and <c>Usage</c>, a <see cref="UsageDetails"/>.
/// </summary>
internal static class ResponseMetadata
{
    internal static IReadOnlyDictionary<string, object?> ToMetadata(this ChatResponse response, ChatMessage message)
    {
        var metadata = new AdditionalPropertiesDictionary(message.AdditionalProperties ?? []);
        foreach (var property in response.AdditionalProperties ?? [])
            metadata[property.Key] = property.Value;
        return metadata.AddDetails(response.ResponseId, response.CreatedAt, response.FinishReason, response.Usage);
    }

    internal static IReadOnlyDictionary<string, object?> ToMetadata(this ChatResponseUpdate update)
    {
        var usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details;
        return new AdditionalPropertiesDictionary(update.AdditionalProperties ?? [])
            .AddDetails(update.ResponseId, update.CreatedAt, update.FinishReason, usage);
    }

    private static AdditionalPropertiesDictionary AddDetails(
        this AdditionalPropertiesDictionary metadata, string? id, DateTimeOffset? createdAt, ChatFinishReason? reason, UsageDetails? usage)
    {
        metadata["Id"] = id;
        metadata["CreatedAt"] = createdAt;
        metadata["FinishReason"] = reason?.Value;
        metadata["Usage"] = usage;
        return metadata;
    }
}
