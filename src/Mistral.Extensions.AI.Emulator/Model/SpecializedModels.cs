namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The models of the API in August 2026 for audio, embeddings, OCR and moderation, and two fine-tuned models.</summary>
internal static class SpecializedModels
{
    private const string Chat = "completion_chat";
    private const string Audio = "audio";
    private const int AudioContext = 32_768;
    private const int OcrContext = 16_384;

    /// <summary>All specialized models.</summary>
    public static IEnumerable<ModelCard> All => [.. AudioModels, .. OtherModels];

    private static IEnumerable<ModelCard> AudioModels =>
    [
        new("voxtral-mini-2602", Chat, Audio, "audio_transcription")
        {
            Aliases = ["voxtral-mini-latest"],
            OlderNames = ["voxtral-mini-2507"],
            Description = "Audio input and transcription.",
            ContextLength = AudioContext,
        },
        new("voxtral-small-2507", Chat, "function_calling", Audio)
        {
            Aliases = ["voxtral-small-latest"],
            Description = "Chat with audio input.",
            ContextLength = AudioContext,
            DefaultTemperature = 0.2,
        },
        new("voxtral-mini-transcribe-realtime-2602", "audio_transcription_realtime")
        {
            Aliases = ["voxtral-mini-transcribe-realtime-latest"],
            Description = "Transcription of live audio.",
            ContextLength = AudioContext,
        },
        new("voxtral-mini-tts-2603", "audio_speech")
        {
            Aliases = ["voxtral-mini-tts-latest"],
            Description = "Text-to-speech.",
            ContextLength = 4_096,
        },
    ];

    private static IEnumerable<ModelCard> OtherModels =>
    [
        new("mistral-embed-2312", [])
        {
            Aliases = ["mistral-embed"],
            Description = "Text embeddings with 1024 dimensions.",
            ContextLength = 8_192,
            Dimensions = 1024,
        },
        new("codestral-embed-2505", [])
        {
            Aliases = ["codestral-embed"],
            Description = "Code embeddings with up to 3072 dimensions.",
            ContextLength = 8_192,
            Dimensions = 1536,
            MaxDimensions = 3072,
        },
        new("mistral-ocr-4-1", "ocr", "vision")
        {
            Aliases = ["mistral-ocr-4", "mistral-ocr-latest"],
            Description = "Optical character recognition (OCR) of documents.",
            ContextLength = OcrContext,
        },
        new("mistral-ocr-4-0", "ocr", "vision") { Description = "OCR 4.0.", ContextLength = OcrContext, Replacement = "mistral-ocr-4-1" },
        new("mistral-ocr-2512", "ocr", "vision")
        {
            OlderNames = ["mistral-ocr-2503", "mistral-ocr-2505"],
            Description = "OCR 3.",
            ContextLength = OcrContext,
            Replacement = "mistral-ocr-4-1",
        },
        new("mistral-moderation-2603", "moderation")
        {
            Aliases = ["mistral-moderation-latest"],
            Description = "Text moderation, with jailbreaking detection.",
            ModerationCategories = ModerationCategories.V2,
        },
        new("mistral-moderation-2411", "moderation")
        {
            Description = "Text moderation. Deprecated, but still available.",
            ContextLength = 8_192,
            ModerationCategories = ModerationCategories.V1,
            Deprecation = "2026-06-30T12:00:00Z",
            Replacement = "mistral-moderation-latest",
        },
        new("ft:open-mistral-7b:587a6b29:20240514:7e773925", Chat)
        {
            Description = "Fine-tuned model that can be changed, archived and deleted.",
            ContextLength = 32_768,
            BaseModel = "open-mistral-7b",
            Job = "587a6b29-0000-4000-8000-7e7739250000",
        },
        new("ft:classifier:ministral-3b-latest:587a6b29:20250401:1e6ab5a9", "classification")
        {
            Description = "Fine-tuned classifier of sentiments and topics.",
            ContextLength = 32_768,
            BaseModel = "ministral-3b-latest",
            Job = "1e6ab5a9-0000-4000-8000-587a6b290000",
            ClassifierTargets = new(
                new ClassifierTarget("sentiment", "negative", "neutral", "positive").ToJson(),
                new ClassifierTarget("topic", "business", "science", "sports", "technology").ToJson()),
        },
    ];
}
