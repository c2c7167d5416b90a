using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A model of the catalog: what its card says, and what the chat rules need to know of it.</summary>
internal sealed record ModelCard(string Id, params string[] EnabledCapabilities)
{
    private static readonly string[] AllCapabilities =
    [
        "completion_chat", "function_calling", "reasoning", "completion_fim", "fine_tuning", "vision", "ocr", "classification",
        "moderation", "audio", "audio_transcription", "audio_transcription_realtime", "audio_speech", "unified_resources",
    ];

    public string[] Aliases { get; init; } = [];

    public string Description { get; init; } = "";

    public int ContextLength { get; init; } = 131_072;

    public double? DefaultTemperature { get; init; }

    /// <summary>When the model will be, or was, retired; its answers then carry the deprecation header.</summary>
    public string? Deprecation { get; init; }

    public string? Replacement { get; init; }

    /// <summary>The base model of a fine-tuned one.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Whether the model thinks by its own system prompt (<c>prompt_mode</c>), not by <c>reasoning_effort</c>.</summary>
    public bool UsesPromptMode { get; init; }

    /// <summary>The length of the vectors of an embedding model, 0 for all others.</summary>
    public int Dimensions { get; init; }

    /// <summary>How far <c>output_dimension</c> may go; null if the model has one length only.</summary>
    public int? MaxDimensions { get; init; }

    public bool SupportsReasoningEffort => HasCapability("reasoning") && !UsesPromptMode;

    /// <summary>What answers of this model say in their head.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders =>
        Deprecation is { } date ? new Dictionary<string, string> { ["x-model-deprecation-timestamp"] = date } : [];

    public bool HasCapability(string capability) => EnabledCapabilities.Contains(capability);

    public bool HasName(string name) => Id == name || Aliases.Contains(name);

    /// <summary>The card as the list gives it, once for the id and once for each alias, as the server does.</summary>
    public JsonObject ToJson(string id)
    {
        var card = new JsonObject
        {
            ["id"] = id,
            ["object"] = "model",
            ["created"] = 1_767_225_600,
            ["owned_by"] = "mistralai",
            ["capabilities"] = new JsonObject(AllCapabilities.Select(name => KeyValuePair.Create<string, JsonNode?>(name, HasCapability(name)))),
            ["name"] = Id,
            ["description"] = Description,
            ["max_context_length"] = ContextLength,
            ["aliases"] = new JsonArray([.. Aliases.Append(Id).Where(alias => alias != id).Select(alias => JsonValue.Create(alias))]),
            ["deprecation"] = Deprecation,
            ["deprecation_replacement_model"] = Replacement,
            ["default_model_temperature"] = DefaultTemperature,
            ["type"] = BaseModel is null ? "base" : "fine-tuned",
        };
        if (BaseModel is not null)
        {
            card["job"] = "587a6b29-0000-4000-8000-7e7739250000";
            card["root"] = BaseModel;
            card["archived"] = false;
        }
        return card;
    }
}
