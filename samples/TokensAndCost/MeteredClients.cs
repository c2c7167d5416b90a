using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

/// <summary>A chat client that records the token usage of each response.</summary>
internal sealed class MeteredChatClient(IChatClient client, UsageMetrics metrics) : DelegatingChatClient(client)
{
    private const string Operation = "chat";

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        metrics.Record(Operation, response.ModelId, response.Usage);
        return response;
    }

    /// <inheritdoc/>
    /// <remarks>The last update of a stream has the token usage.</remarks>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            foreach (var content in update.Contents.OfType<UsageContent>())
                metrics.Record(Operation, update.ModelId, content.Details);
            yield return update;
        }
    }
}

/// <summary>An embedding generator that records the token usage of each call.</summary>
internal sealed class MeteredEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> generator, UsageMetrics metrics)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(generator)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = await base.GenerateAsync(values, options, cancellationToken);
        metrics.Record("embeddings", embeddings.FirstOrDefault()?.ModelId, embeddings.Usage);
        return embeddings;
    }
}
