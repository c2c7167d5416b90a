using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>
/// Evaluates the guardrails of a request. A text with the word <c>UNSAFE</c> scores 0.9 in every category, any other text 0. So a
/// threshold of 1 disables a category, as in the API.
/// </summary>
internal static class GuardrailEvaluator
{
    private const double DefaultThreshold = 0.5;

    /// <summary>The categories of <c>moderation_llm_v1</c>.</summary>
    public static readonly string[] V1Categories =
    [
        "sexual", "hate_and_discrimination", "violence_and_threats", "dangerous_and_criminal_content", "selfharm", "health",
        "financial", "law", "pii",
    ];

    /// <summary>The categories of <c>moderation_llm_v2</c>.</summary>
    public static readonly string[] V2Categories =
    [
        "sexual", "hate_and_discrimination", "violence_and_threats", "dangerous", "criminal", "selfharm", "health", "financial",
        "law", "pii", "jailbreaking",
    ];

    private static readonly (string Name, string DefaultModel, string[] Categories)[] ModerationModels =
    [
        ("moderation_llm_v1", "mistral-moderation-2411", V1Categories),
        ("moderation_llm_v2", "mistral-moderation-2603", V2Categories),
    ];

    /// <summary>Evaluates the guardrails of a request.</summary>
    /// <returns>The <c>guardrails</c> field of the response; null if the request has no guardrails.</returns>
    /// <exception cref="ApiError">A guardrail with the action <c>block</c> is violated.</exception>
    public static JsonArray? Evaluate(JsonElement request, string text)
    {
        if (request.Find("guardrails") is not { } guardrails)
            return null;
        var score = text.Split([' ', '.', ',', '!', '?', '"', '\n']).Contains("UNSAFE") ? 0.9 : 0;
        return new JsonArray([.. guardrails.EnumerateArray().Select(guardrail => Evaluate(guardrail, score))]);
    }

    private static JsonObject Evaluate(JsonElement guardrail, double score)
    {
        var results = new JsonObject();
        foreach (var (name, defaultModel, categories) in ModerationModels)
        {
            if (guardrail.Find(name) is not { } config)
                continue;
            var decisions = GetThresholds(config, categories)
                .Select(category => new GuardrailDecision(category.Name, category.Threshold, score)).ToArray();
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
            .Concat(others.Select(category => (category, DefaultThreshold)));
    }
}
