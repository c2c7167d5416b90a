using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Batch;

/// <summary>The endpoints that batch jobs support. Each creates the requests of a job, and reads its results.</summary>
public static class BatchEndpoints
{
    /// <summary>Chat completions (<c>/v1/chat/completions</c>).</summary>
    public static BatchEndpoint<ChatCompletionRequest, ChatCompletionResponse> ChatCompletions { get; } = new(
        "/v1/chat/completions",
        CreateValidator<ChatCompletionRequest>(ChatRequestValidator.Validate, ChatRequestValidator.ValidateWithoutModel),
        static request => request with { Stream = null },
        ChatCompletionReader.Instance);

    /// <summary>Conversations (<c>/v1/conversations</c>): each request starts one, with hosted tools such as web search.</summary>
    public static BatchEndpoint<ConversationRequest, ConversationResponse> Conversations { get; } = new(
        "/v1/conversations",
        ConversationRequestValidator.ValidateWithoutModel,
        static request => request with { Stream = null },
        new JsonResponseReader<ConversationResponse>(ConversationsJson.Default.ConversationResponse));

    /// <summary>Embeddings (<c>/v1/embeddings</c>).</summary>
    public static BatchEndpoint<EmbeddingRequest, EmbeddingResponse> Embeddings { get; } = new(
        "/v1/embeddings",
        CreateValidator<EmbeddingRequest>(EmbeddingRequestValidator.Validate, EmbeddingRequestValidator.ValidateWithoutModel),
        static request => request,
        new EmbeddingResponseReader(inputCount: 1));

    /// <summary>Fill-in-the-middle (FIM) completions (<c>/v1/fim/completions</c>).</summary>
    public static BatchEndpoint<FimCompletionRequest, ChatCompletionResponse> FimCompletions { get; } = new(
        "/v1/fim/completions",
        CreateValidator<FimCompletionRequest>(FimRequestValidator.Validate, FimRequestValidator.ValidateWithoutModel),
        static request => request with { Stream = null },
        ChatCompletionReader.Instance);

    /// <summary>
    /// OCR (<c>/v1/ocr</c>). The content of a document from a file, a stream or memory is part of the request. To keep requests small, use
    /// the URL of the document or the ID of an uploaded file.
    /// </summary>
    public static BatchEndpoint<OcrRequest, OcrResponse> Ocr { get; } = new(
        "/v1/ocr",
        CreateValidator<OcrRequest>(OcrRequestValidator.Validate, OcrRequestValidator.ValidateWithoutModel),
        OcrApi.ToBody,
        new JsonResponseReader<OcrResponse>(OcrJson.Default.OcrResponse));

    /// <summary>Moderation of texts (<c>/v1/moderations</c>).</summary>
    public static BatchEndpoint<ClassificationRequest, ModerationResponse> Moderations { get; } = new(
        "/v1/moderations",
        CreateValidator<ClassificationRequest>(
            ClassifierRequestValidator.ValidateModeration, ClassifierRequestValidator.ValidateWithoutModel),
        static request => request,
        new JsonResponseReader<ModerationResponse>(ClassifiersJson.Default.ModerationResponse));

    /// <summary>Moderation of conversations (<c>/v1/chat/moderations</c>).</summary>
    public static BatchEndpoint<ChatModerationRequest, ModerationResponse> ChatModerations { get; } = new(
        "/v1/chat/moderations",
        CreateValidator<ChatModerationRequest>(ClassifierRequestValidator.Validate, ClassifierRequestValidator.ValidateWithoutModel),
        static request => request,
        new JsonResponseReader<ModerationResponse>(ClassifiersJson.Default.ModerationResponse));

    /// <summary>Classification of texts (<c>/v1/classifications</c>).</summary>
    public static BatchEndpoint<ClassificationRequest, ClassificationResponse> Classifications { get; } = new(
        "/v1/classifications",
        CreateValidator<ClassificationRequest>(
            ClassifierRequestValidator.ValidateClassification, ClassifierRequestValidator.ValidateWithoutModel),
        static request => request,
        new JsonResponseReader<ClassificationResponse>(ClassifiersJson.Default.ClassificationResponse));

    /// <summary>Classification of conversations (<c>/v1/chat/classifications</c>).</summary>
    public static BatchEndpoint<ChatClassificationRequest, ClassificationResponse> ChatClassifications { get; } = new(
        "/v1/chat/classifications",
        CreateValidator<ChatClassificationRequest>(ClassifierRequestValidator.Validate, ClassifierRequestValidator.ValidateWithoutModel),
        static request => request,
        new JsonResponseReader<ClassificationResponse>(ClassifiersJson.Default.ClassificationResponse));

    /// <summary>
    /// Transcription of audio (<c>/v1/audio/transcriptions</c>). The audio of each request is a URL or an uploaded file: a request with
    /// <see cref="AudioTranscriptionRequest.File"/> is invalid.
    /// </summary>
    public static BatchEndpoint<AudioTranscriptionRequest, TranscriptionResponse> Transcriptions { get; } = new(
        "/v1/audio/transcriptions",
        AudioTranscriptionRequestValidator.ValidateForBatch,
        static request => request with { Stream = null },
        new JsonResponseReader<TranscriptionResponse>(AudioJson.Default.TranscriptionResponse));

    /// <summary>Creates the validation of requests whose model may be null, because it may be that of the job.</summary>
    private static Func<TRequest, string?> CreateValidator<TRequest>(
        Func<TRequest, string?> validate, Func<TRequest, string?> validateWithoutModel)
        where TRequest : IModelRequest =>
        request => request.Model is null ? validateWithoutModel(request) : validate(request);
}
