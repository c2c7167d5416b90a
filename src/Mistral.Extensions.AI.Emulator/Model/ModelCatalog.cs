namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The models of one emulator: examples of each kind of model, not the full list of the API. Thread-safe.</summary>
internal sealed class ModelCatalog
{
    private readonly Lock _lock = new();
    private readonly List<ModelCard> _models =
    [
        new("mistral-small-2603", "completion_chat", "function_calling", "reasoning", "vision")
        {
            Aliases = ["mistral-small-latest"],
            Description = "Small and fast, with vision and optional reasoning.",
            ContextLength = 262_144,
            DefaultTemperature = 0.3,
        },
        new("mistral-medium-3-5", "completion_chat", "function_calling", "reasoning", "vision")
        {
            Aliases = ["mistral-medium-latest", "mistral-medium-3.5"],
            Description = "Frontier-class, with vision and optional reasoning.",
            ContextLength = 262_144,
            DefaultTemperature = 0.7,
        },
        new("mistral-large-2512", "completion_chat", "function_calling", "vision")
        {
            Aliases = ["mistral-large-latest"],
            Description = "Large, with vision and without reasoning.",
            ContextLength = 262_144,
        },
        new("magistral-medium-2509", "completion_chat", "function_calling", "reasoning", "vision")
        {
            Aliases = ["magistral-medium-latest"],
            Description = "Reasoning model with a reasoning system prompt. Deprecated, but still available.",
            DefaultTemperature = 0.7,
            UsesPromptMode = true,
            Deprecation = "2026-07-31T12:00:00Z",
            Replacement = "mistral-medium-latest",
        },
        new("ministral-8b-2512", "completion_chat", "function_calling", "vision")
        {
            Aliases = ["ministral-8b-latest"],
            Description = "Small model for edge devices.",
        },
        new("codestral-2508", "completion_chat", "function_calling", "completion_fim")
        {
            Aliases = ["codestral-latest"],
            Description = "Code generation and fill-in-the-middle.",
            ContextLength = 256_000,
        },
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
        new("mistral-ocr-2512", "ocr", "vision")
        {
            Aliases = ["mistral-ocr-latest"],
            Description = "Optical character recognition (OCR) of documents.",
            ContextLength = 16_384,
        },
        new("voxtral-mini-2602", "completion_chat", "audio", "audio_transcription")
        {
            Aliases = ["voxtral-mini-latest"],
            Description = "Audio input and transcription.",
            ContextLength = 32_768,
        },
        new("voxtral-small-2507", "completion_chat", "function_calling", "audio")
        {
            Aliases = ["voxtral-small-latest"],
            Description = "Chat with audio input.",
            ContextLength = 32_768,
        },
        new("mistral-moderation-2603", "moderation") { Aliases = ["mistral-moderation-latest"], Description = "Text moderation." },
        new("ft:open-mistral-7b:587a6b29:20240514:7e773925", "completion_chat")
        {
            Description = "Fine-tuned model that can be deleted.",
            ContextLength = 32_768,
            BaseModel = "open-mistral-7b",
        },
    ];

    /// <summary>Returns the model with an ID or alias, or null if there is none.</summary>
    public ModelCard? Find(string name)
    {
        lock (_lock)
            return _models.Find(model => model.HasName(name));
    }

    /// <summary>Returns each model once for its ID and once for each alias.</summary>
    public IReadOnlyList<(string Name, ModelCard Card)> GetAll()
    {
        lock (_lock)
            return [.. _models.SelectMany(model => model.Aliases.Prepend(model.Id).Select(name => (name, model)))];
    }

    public void Delete(ModelCard model)
    {
        lock (_lock)
            _models.Remove(model);
    }
}
