using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Models;

/// <summary>Writes model cards.</summary>
internal static class ModelCardJson
{
    private static readonly string[] AllCapabilities =
    [
        "completion_chat", "function_calling", "reasoning", "completion_fim", "fine_tuning", "vision", "ocr", "classification",
        "moderation", "audio", "audio_transcription", "audio_transcription_realtime", "audio_speech", "unified_resources",
    ];

    private static readonly string[] FineTunedCapabilities =
        ["completion_chat", "completion_fim", "function_calling", "fine_tuning", "classification"];

    /// <summary>Creates a card for one name of a model. The server lists a model once for its ID and once for each alias.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The ID or an alias of the model: the card's <c>id</c>.</param>
    public static JsonObject ToJson(this ModelCard model, string name)
    {
        var card = new JsonObject
        {
            ["id"] = name,
            ["object"] = "model",
            ["created"] = model.Created,
            ["owned_by"] = "mistralai",
            ["capabilities"] = new JsonObject(AllCapabilities.Select(
                capability => KeyValuePair.Create<string, JsonNode?>(capability, model.HasCapability(capability)))),
            ["name"] = model.DisplayName ?? model.Id,
            ["description"] = model.Description,
            ["max_context_length"] = model.ContextLength,
            ["aliases"] = new JsonArray(
                [.. model.Aliases.Append(model.Id).Where(alias => alias != name).Select(alias => JsonValue.Create(alias))]),
            ["deprecation"] = model.Deprecation,
            ["deprecation_replacement_model"] = model.Replacement,
            ["default_model_temperature"] = model.DefaultTemperature,
            ["billing_model_name"] = model.BaseModel ?? model.Id,
            ["type"] = model.BaseModel is null ? "base" : "fine-tuned",
        };
        if (model.BaseModel is not null)
        {
            card["job"] = model.Job;
            card["root"] = model.BaseModel;
            card["archived"] = model.IsArchived;
        }
        return card;
    }

    /// <summary>
    /// Creates a fine-tuned model as the endpoints for changes return it: <c>CompletionFineTunedModel</c> or
    /// <c>ClassifierFineTunedModel</c>.
    /// </summary>
    public static JsonObject ToFineTunedJson(this ModelCard model)
    {
        var json = new JsonObject
        {
            ["id"] = model.Id,
            ["object"] = "model",
            ["created"] = model.Created,
            ["owned_by"] = "mistralai",
            ["workspace_id"] = "0b5c7a3e-0000-4000-8000-5d1f3e7a9c00",
            ["root"] = model.BaseModel,
            ["root_version"] = "",
            ["archived"] = model.IsArchived,
            ["name"] = model.DisplayName ?? model.Id,
            ["description"] = model.Description,
            ["capabilities"] = new JsonObject(FineTunedCapabilities.Select(
                capability => KeyValuePair.Create<string, JsonNode?>(capability, model.HasCapability(capability)))),
            ["max_context_length"] = model.ContextLength,
            ["aliases"] = new JsonArray(),
            ["job"] = model.Job,
            ["model_type"] = model.ClassifierTargets is null ? "completion" : "classifier",
        };
        if (model.ClassifierTargets is not null)
            json["classifier_targets"] = model.ClassifierTargets.DeepClone();
        return json;
    }
}
