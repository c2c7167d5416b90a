using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters;
using Mistral.Extensions.AI.Adapters.Audio;
using Mistral.Extensions.AI.Adapters.Batch;
using Mistral.Extensions.AI.Adapters.Embeddings;
using Mistral.Extensions.AI.Adapters.Files;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Embeddings;

// The namespace of the extended types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>
/// Extension methods that expose a <see cref="MistralClient"/> as <see cref="IChatClient"/>,
/// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, <c>IHostedFileClient</c> and <c>ISpeechToTextClient</c>.
/// </summary>
public static class MistralClientExtensions
{
    /// <summary>Creates an <see cref="IChatClient"/> for Mistral's chat completions.</summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="defaultModelId">The model if <see cref="ChatOptions.ModelId"/> is not set, such as <c>mistral-small-latest</c>.</param>
    /// <returns>A thread-safe chat client.</returns>
    /// <remarks>
    /// Options that only Mistral has are set through <see cref="ChatOptions.AdditionalProperties"/> under the names of the API, for example
    /// <c>safe_prompt</c>; the section "Additional properties" of <c>docs/mapping.md</c> lists them. As a strongly typed alternative,
    /// return a <see cref="ChatCompletionRequest"/> from <see cref="ChatOptions.RawRepresentationFactory"/>. Functions are invoked by
    /// <c>UseFunctionInvocation</c> in the pipeline, not by this client. <c>GetService&lt;ModelCardCache&gt;()</c> returns the
    /// capabilities of the model.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="defaultModelId"/> is empty or white space.</exception>
    public static IChatClient AsIChatClient(this MistralClient client, string? defaultModelId = null) =>
        CreateChatClient(client, defaultModelId);

    /// <summary>
    /// Creates the endpoint for batch requests with messages and options of Microsoft.Extensions.AI: an argument of
    /// <see cref="BatchApi.RunAsync"/>, which returns the results as <see cref="ChatResponse"/>.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="defaultModelId">The model if <see cref="ChatOptions.ModelId"/> is not set, such as <c>mistral-small-latest</c>.</param>
    /// <returns>
    /// The endpoint. Its requests are mapped as those of <see cref="AsIChatClient"/>, and so are the responses. Responses are read without
    /// their requests: reasoning is always included, and so is the prefix of a response. Functions are not invoked.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="defaultModelId"/> is empty or white space.</exception>
    public static BatchEndpoint<BatchChatRequest, ChatResponse> AsBatchChatEndpoint(
        this MistralClient client, string? defaultModelId = null) =>
        BatchChatEndpoint.Create(CreateChatClient(client, defaultModelId));

    /// <summary>
    /// Creates an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for Mistral's embeddings, with 32-bit floating-point values.
    /// </summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="EmbeddingGenerationOptions.ModelId"/> is not set, such as <c>mistral-embed</c>.
    /// </param>
    /// <param name="defaultModelDimensions">
    /// The number of dimensions to request from the default model (<c>output_dimension</c>), 1 or more; null for the model's default.
    /// </param>
    /// <returns>A thread-safe embedding generator.</returns>
    /// <remarks>
    /// The number of texts is not limited: they are split into several requests, of which up to four are sent concurrently. If one request
    /// fails, the call fails.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="defaultModelId"/> is empty or white space, or the model does not support <paramref name="defaultModelDimensions"/>.
    /// </exception>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        CreateGenerator(client, EmbeddingKind.Single, defaultModelId, defaultModelDimensions);

    /// <summary>
    /// Creates an embedding generator with values from -128 to 127 (<c>output_dtype</c> <c>int8</c>), which are a quarter of the size of
    /// 32-bit values. <c>codestral-embed</c> supports them.
    /// </summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator"/>
    public static IEmbeddingGenerator<string, Embedding<sbyte>> AsInt8EmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        CreateGenerator(client, EmbeddingKind.Int8, defaultModelId, defaultModelDimensions);

    /// <summary>
    /// Creates an embedding generator with values from 0 to 255 (<c>output_dtype</c> <c>uint8</c>), which are a quarter of the size of
    /// 32-bit values. <c>codestral-embed</c> supports them.
    /// </summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator"/>
    public static IEmbeddingGenerator<string, Embedding<byte>> AsUInt8EmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        CreateGenerator(client, EmbeddingKind.UInt8, defaultModelId, defaultModelDimensions);

    /// <summary>
    /// Creates an embedding generator with one bit per dimension (<c>output_dtype</c> <c>ubinary</c>) instead of 32 bits.
    /// <c>codestral-embed</c> supports it.
    /// </summary>
    /// <inheritdoc cref="AsIEmbeddingGenerator"/>
    public static IEmbeddingGenerator<string, BinaryEmbedding> AsBinaryEmbeddingGenerator(
        this MistralClient client, string? defaultModelId = null, int? defaultModelDimensions = null) =>
        CreateGenerator(client, EmbeddingKind.Binary, defaultModelId, defaultModelDimensions);

    /// <summary>Creates an <see cref="IHostedFileClient"/> for the files that are stored by Mistral.</summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <returns>A thread-safe file client.</returns>
    /// <remarks>
    /// A returned <see cref="HostedFileContent"/> can be sent in a chat message. The purpose of an upload is <c>ocr</c> unless
    /// <see cref="HostedFileClientOptions.Purpose"/> is set. The section "Files" of <c>docs/mapping.md</c> lists the other options.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    [Experimental("MEAI001")]
    public static IHostedFileClient AsIHostedFileClient(this MistralClient client) => client is null
        ? throw new ArgumentNullException(nameof(client))
        : new MistralFileClient(client, client.Files);

    /// <summary>Creates an <see cref="ISpeechToTextClient"/> for Mistral's transcription of audio files.</summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="SpeechToTextOptions.ModelId"/> is not set, such as <c>voxtral-mini-latest</c>.
    /// </param>
    /// <returns>A thread-safe speech-to-text client.</returns>
    /// <remarks>
    /// The options <c>diarize</c>, <c>timestamp_granularities</c>, <c>context_bias</c> and <c>temperature</c> are set through
    /// <see cref="SpeechToTextOptions.AdditionalProperties"/>. The section "Transcription" of <c>docs/mapping-audio.md</c> lists the
    /// options and the properties of the response.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="defaultModelId"/> is empty or white space.</exception>
    [Experimental("MEAI001")]
    public static ISpeechToTextClient AsISpeechToTextClient(this MistralClient client, string? defaultModelId = null)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
        {
            throw new ArgumentException(
                "The model ID is empty. Pass one, such as \"voxtral-mini-latest\", or pass null and set SpeechToTextOptions.ModelId.",
                nameof(defaultModelId));
        }

        return new MistralSpeechToTextClient(client, client.Audio.Transcriptions, defaultModelId);
    }

    private static MistralEmbeddingGenerator<TEmbedding> CreateGenerator<TEmbedding>(
        MistralClient client, EmbeddingKind<TEmbedding> kind, string? defaultModelId, int? defaultModelDimensions)
        where TEmbedding : Embedding
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
        {
            throw new ArgumentException(
                "The model ID is empty. Pass one, such as \"mistral-embed\", or pass null and set EmbeddingGenerationOptions.ModelId.",
                nameof(defaultModelId));
        }

        if (EmbeddingModels.ValidateDimensions(defaultModelId, defaultModelDimensions) is { } error)
            throw new ArgumentException(error, nameof(defaultModelDimensions));

        return new(client, client.Embeddings, kind, defaultModelId, defaultModelDimensions, client.ChatRules.UseOpenAIFields);
    }

    /// <summary>
    /// Converts a <see cref="ChatResponseFormat"/> to the <see cref="ResponseFormat"/> of the API, for OCR annotations and for requests to
    /// <see cref="MistralClient.Chat"/>.
    /// </summary>
    /// <param name="format">The format, such as <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;()</c>.</param>
    /// <param name="strict">
    /// Whether the response must match the JSON schema exactly (<c>strict</c>). If null, it is true if the schema allows it, otherwise
    /// false.
    /// </param>
    /// <returns>The response format, with a JSON schema that Mistral accepts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="format"/> is null.</exception>
    /// <exception cref="ArgumentException">The root of the JSON schema is not an object.</exception>
    public static ResponseFormat ToResponseFormat(this ChatResponseFormat format, bool? strict = null) =>
        ResponseFormatMapping.ToResponseFormat(format ?? throw new ArgumentNullException(nameof(format)), strict, NullLogger.Instance)!;

    /// <summary>Converts a Mistral tool for <see cref="ChatOptions.Tools"/>.</summary>
    /// <param name="tool">The tool. The chat clients of Mistral send it without changes.</param>
    /// <returns>
    /// An <see cref="AITool"/> of the type that chat clients of other providers understand: <see cref="AIFunctionDeclaration"/>,
    /// <see cref="HostedWebSearchTool"/>, <see cref="HostedCodeInterpreterTool"/>, <see cref="HostedImageGenerationTool"/>,
    /// <see cref="HostedFileSearchTool"/> for libraries, or <see cref="HostedMcpServerTool"/> for connectors, without their credentials.
    /// Its <c>GetService&lt;Tool&gt;()</c> returns the tool.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="tool"/> is null.</exception>
    public static AITool AsAITool(this Tool tool) =>
        MistralTools.ToAITool(tool ?? throw new ArgumentNullException(nameof(tool)));

    private static MistralChatClient CreateChatClient(MistralClient client, string? defaultModelId)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
        {
            throw new ArgumentException(
                "The model ID is empty. Pass one, such as \"mistral-small-latest\", or pass null and set ChatOptions.ModelId.",
                nameof(defaultModelId));
        }

        return new(client, client.Chat, client.Models, client.ChatRules, defaultModelId);
    }
}
