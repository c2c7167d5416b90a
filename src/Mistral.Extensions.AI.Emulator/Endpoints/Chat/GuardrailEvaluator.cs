using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Evaluates the guardrails of a request with the scores of <see cref="ModerationCategories"/>.</summary>
internal static class GuardrailEvaluator
{
    private static readonly (string Name, string DefaultModel, string[] Categories)[] ModerationModels =
    [
        ("moderation_llm_v1", "mistral-moderation-2411", ModerationCategories.V1),
        ("moderation_llm_v2", "mistral-moderation-2603", ModerationCategories.V2),
    ];

    /// <summary>Evaluates the guardrails of a request.</summary>
    /// <returns>The <c>guardrails</c> field of the response; null if the request has no guardrails.</returns>
    /// <exception cref="ApiError">A guardrail with the action <c>block</c> is violated.</exception>
    public static JsonArray? Evaluate(JsonElement request, string text)
    {
        if (request.Find("guardrails") is not { } guardrails)
            return null;
        return new JsonArray([.. guardrails.EnumerateArray().Select(guardrail => EvaluateGuardrail(guardrail, text))]);
    }

    private static JsonObject EvaluateGuardrail(JsonElement guardrail, string text)
    {
        var results = new JsonObject();
        foreach (var (name, defaultModel, categories) in ModerationModels)
        {
            if (guardrail.Find(name) is not { } config)
                continue;
            var scores = ModerationCategories.GetScores(text, categories);
            var decisions = GetThresholds(config, categories)
                .Select(category => new GuardrailDecision(category.Name, category.Threshold, scores[category.Name])).ToArray();
            var isViolated = decisions.Any(decision => decision.IsViolated);
            if (isViolated && config.FindString("action") == "block")
                throw CreateBlockedError(name, config.FindString("model_name") ?? defaultModel, decisions);
            results[name] = new JsonObject
            {
                ["action"] = isViolated ? "none" : "pass",
                ["categories"] = ToJson(decisions, includeThreshold: false),
            };
        }
        return results;
    }

    /// <summary>Creates the 403 response, with the body from the guardrails page of Mistral's documentation.</summary>
    private static ApiError CreateBlockedError(string name, string model, GuardrailDecision[] decisions)
    {
        var result = new JsonObject
        {
            ["model_name"] = model,
            ["decisions"] = ToJson(decisions, includeThreshold: true),
            ["violated"] = true,
            ["action"] = "block",
        };
        const string Message = "Content blocked by guardrail";
        return new ApiError(ApiResponse.Json(new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = Message, ["status"] = StatusCodes.Status403Forbidden },
            ["guardrails"] = new JsonObject { ["results"] = new JsonObject { [name] = result } },
        }, StatusCodes.Status403Forbidden), Message);
    }

    private static JsonObject ToJson(GuardrailDecision[] decisions, bool includeThreshold) =>
        new(decisions.Select(decision => KeyValuePair.Create<string, JsonNode?>(decision.Category, decision.ToJson(includeThreshold))));

    private static IEnumerable<(string Name, double Threshold)> GetThresholds(JsonElement config, string[] categories)
    {
        var custom = config.FindProperties("custom_category_thresholds")
            .Where(threshold => categories.Contains(threshold.Name) && threshold.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(threshold => threshold.Name, threshold => threshold.Value.ToNumber()!.Value);
        var others = config.IsTrue("ignore_other_categories") ? [] : categories.Where(category => !custom.ContainsKey(category));
        return custom.Select(threshold => (threshold.Key, threshold.Value))
            .Concat(others.Select(category => (category, ModerationCategories.DefaultThreshold)));
    }
}
