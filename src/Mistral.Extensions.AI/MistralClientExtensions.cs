using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters;
using Mistral.Extensions.AI.Adapters.Embeddings;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Embeddings;

// Where the users of these abstractions look.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Mistral as what Microsoft.Extensions.AI knows.</summary>
public static class MistralClientExtensions
{
    /// <summary>Mistral's chat completions as an <see cref="IChatClient"/>.</summary>
    /// <param name="client">The client. It stays the caller's: disposing what is returned does not dispose it.</param>
    /// <param name="defaultModelId">The model where <see cref="ChatOptions.ModelId"/> names none, e.g. <c>mistral-small-latest</c>.</param>
    /// <returns>A chat client; thread-safe.</returns>
    /// <remarks>
    /// What Mistral alone has is set through <see cref="ChatOptions.AdditionalProperties"/> under the API's names (<c>safe_prompt</c>,
    /// <c>prompt_mode</c>, <c>prediction</c>, <c>metadata</c>, <c>n</c>, <c>guardrails</c>, <c>prompt_cache_key</c>, <c>service_tier</c>,
    /// <c>random_seed</c>, <c>stop</c>, <c>parallel_tool_calls</c>, <c>reasoning_effort</c>, <c>strict</c>), or typed, through
    /// <see cref="ChatOptions.RawRepresentationFactory"/> with a <see cref="ChatCompletionRequest"/>. Functions are called by the pipeline's
    /// <c>UseFunctionInvocation</c>, not by this client.
    /// </remarks>
    public static IChatClient AsIChatClient(this MistralClient client, string? defaultModelId = null)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
            throw new ArgumentException("The model is empty. Name one, e.g. \"mistral-small-latest\", or pass null and set ChatOptions.ModelId.", nameof(defaultModelId));

        return new MistralChatClient(client.Chat, client.ChatRules, defaultModelId);
    }

    /// <summary>Mistral's embeddings as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of 32-bit numbers.</summary>
    /// <param name="client">The client. It stays the caller's: disposing what is returned does not dispose it.</param>
    /// <param name="defaultModelId">The model where <see cref="EmbeddingGenerationOptions.ModelId"/> names none, e.g. <c>mistral-embed</c>.</param>
    /// <param name="defaultModelDimensions">
    /// How many numbers to ask that model for (<c>output_dimension</c>), where it leaves a choice; null for its default.
    /// </param>
    /// <returns>A generator; thread-safe.</returns>
    /// <remarks>Any number of texts: they go out in requests the server takes, a few at once. One failure fails the call.</remarks>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        Generator(client, EmbeddingKind.Single, defaultModelId, defaultModelDimensions);

    /// <summary>Embeddings of numbers from -128 to 127 (<c>output_dtype</c> <c>int8</c>), a quarter of the size; codestral-embed has them.</summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator"/>
    public static IEmbeddingGenerator<string, Embedding<sbyte>> AsInt8EmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        Generator(client, EmbeddingKind.Int8, defaultModelId, defaultModelDimensions);

    /// <summary>Embeddings of numbers from 0 to 255 (<c>output_dtype</c> <c>uint8</c>), a quarter of the size; codestral-embed has them.</summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator"/>
    public static IEmbeddingGenerator<string, Embedding<byte>> AsUInt8EmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        Generator(client, EmbeddingKind.UInt8, defaultModelId, defaultModelDimensions);

    /// <summary>Embeddings of bits (<c>output_dtype</c> <c>ubinary</c>), a thirty-second of the size; codestral-embed has them.</summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator"/>
    public static IEmbeddingGenerator<string, BinaryEmbedding> AsBinaryEmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        Generator(client, EmbeddingKind.Binary, defaultModelId, defaultModelDimensions);

    private static MistralEmbeddingGenerator<TEmbedding> Generator<TEmbedding>(
        MistralClient client, EmbeddingKind<TEmbedding> kind, string? defaultModelId, int? defaultModelDimensions)
        where TEmbedding : Embedding
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
            throw new ArgumentException("The model is empty. Name one, e.g. \"mistral-embed\", or pass null and set EmbeddingGenerationOptions.ModelId.", nameof(defaultModelId));
        if (EmbeddingModels.ValidateDimensions(defaultModelId, defaultModelDimensions) is { } problem)
            throw new ArgumentException(problem, nameof(defaultModelDimensions));

        return new(client.Embeddings, kind, defaultModelId, defaultModelDimensions);
    }

    /// <summary>A response format in Mistral's own words: for OCR annotations, and for requests below <see cref="IChatClient"/>.</summary>
    /// <param name="format">The format, e.g. <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;()</c>.</param>
    /// <param name="strict">Whether answers follow a schema to the letter; null for wherever the schema lets them.</param>
    /// <returns>The same, with the schema as Mistral takes it.</returns>
    public static ResponseFormat ToResponseFormat(this ChatResponseFormat format, bool? strict = null) =>
        SchemaMapping.ToResponseFormat(format ?? throw new ArgumentNullException(nameof(format)), strict)!;

    /// <summary>A tool in Mistral's own words, for <see cref="ChatOptions.Tools"/>.</summary>
    /// <param name="tool">The tool; it is sent as it is.</param>
    /// <returns>The same as an <see cref="AITool"/>.</returns>
    public static AITool AsAITool(this Tool tool) => new MistralTool(tool ?? throw new ArgumentNullException(nameof(tool)));
}
