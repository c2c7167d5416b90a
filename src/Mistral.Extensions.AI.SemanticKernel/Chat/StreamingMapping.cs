using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>Maps the updates of one streamed response to chunks of Semantic Kernel.</summary>
internal sealed class StreamingMapping
{
    private int _nextCallIndex;

    internal StreamingChatMessageContent ToChunk(ChatResponseUpdate update)
    {
        var chunk = new StreamingChatMessageContent(update.Role is { } role ? new AuthorRole(role.Value) : null, content: null)
        {
            AuthorName = update.AuthorName,
            InnerContent = update.RawRepresentation,
            Metadata = update.ToMetadata(),
            ModelId = update.ModelId,
        };
        foreach (var content in update.Contents.JoinTexts())
        {
            if (ToStreamingContent(content) is not { } item)
                continue;

            item.InnerContent = content.RawRepresentation;
            item.ModelId = update.ModelId;
            chunk.Items.Add(item);
        }

        return chunk;
    }

    private StreamingKernelContent? ToStreamingContent(AIContent content) => content switch
    {
        Microsoft.Extensions.AI.TextContent text => new StreamingTextContent(text.Text),
        TextReasoningContent reasoning => new StreamingReasoningContent(reasoning.Text) { Metadata = reasoning.ToMetadata() },
        HostedFileContent file => new StreamingFileReferenceContent(file.FileId),
        // FunctionCallContentBuilder merges calls that have the same index. Each call of a response is complete.
        Microsoft.Extensions.AI.FunctionCallContent call =>
            new StreamingFunctionCallUpdateContent(call.CallId, call.Name, ToJson(call.Arguments), _nextCallIndex++),
        _ => null,
    };

    private static string? ToJson(IDictionary<string, object?>? arguments) => arguments is null
        ? null
        : JsonSerializer.Serialize(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
