using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Models;

/// <summary>Writes model cards.</summary>
internal static class ModelCardJson
{
    /// <summary>2026-01-01T00:00:00Z, in seconds since 1970.</summary>
    private const long CreationTime = 1_767_225_600;

    private static readonly string[] AllCapabilities =
    [
        "completion_chat", "function_calling", "reasoning", "completion_fim", "fine_tuning", "vision", "ocr", "classification",
        "moderation", "audio", "audio_transcription", "audio_transcription_realtime", "audio_speech", "unified_resources",
    ];

    /// <summary>Creates a card for one name of a model. The server lists a model once for its ID and once for each alias.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The ID or an alias of the model: the card's <c>id</c>.</param>
    public static JsonObject ToJson(this ModelCard model, string name)
    {
        var card = new JsonObject
        {
            ["id"] = name,
            ["object"] = "model",
            ["created"] = CreationTime,
            ["owned_by"] = "mistralai",
            ["capabilities"] = new JsonObject(AllCapabilities.Select(
                capability => KeyValuePair.Create<string, JsonNode?>(capability, model.HasCapability(capability)))),
            ["name"] = model.Id,
            ["description"] = model.Description,
            ["max_context_length"] = model.ContextLength,
            ["aliases"] = new JsonArray(
                [.. model.Aliases.Append(model.Id).Where(alias => alias != name).Select(alias => JsonValue.Create(alias))]),
            ["deprecation"] = model.Deprecation,
            ["deprecation_replacement_model"] = model.Replacement,
            ["default_model_temperature"] = model.DefaultTemperature,
            ["type"] = model.BaseModel is null ? "base" : "fine-tuned",
        };
        if (model.BaseModel is not null)
        {
            card["job"] = "587a6b29-0000-4000-8000-7e7739250000";
            card["root"] = model.BaseModel;
            card["archived"] = false;
        }
        return card;
    }
}
