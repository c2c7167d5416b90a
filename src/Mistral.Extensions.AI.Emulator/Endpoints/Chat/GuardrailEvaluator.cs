using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>
/// The guardrails in front of the model. The emulator moderates by one word: <c>UNSAFE</c> in capitals scores 0.9 in every
/// category, any other text 0. A threshold of 1 therefore switches a category off, as it does in the API.
/// </summary>
internal static class GuardrailEvaluator
{
    private const double DefaultThreshold = 0.5;

    public static readonly string[] V1Categories =
    [
        "sexual", "hate_and_discrimination", "violence_and_threats", "dangerous_and_criminal_content", "selfharm", "health",
        "financial", "law", "pii",
    ];

    public static readonly string[] V2Categories =
    [
        "sexual", "hate_and_discrimination", "violence_and_threats", "dangerous", "criminal", "selfharm", "health", "financial",
        "law", "pii", "jailbreaking",
    ];

    private static readonly (string Name, string Model, string[] Categories)[] ModerationModels =
    [
        ("moderation_llm_v1", "mistral-moderation-2411", V1Categories),
        ("moderation_llm_v2", "mistral-moderation-2603", V2Categories),
    ];

    /// <summary>The <c>guardrails</c> field of the answer, or null if the request asks for none; a block ends the request.</summary>
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
        foreach (var (name, model, categories) in ModerationModels)
        {
            if (guardrail.Find(name) is not { } config)
                continue;
            var decisions = GetThresholds(config, categories)
                .Select(category => new Decision(category.Name, category.Threshold, score)).ToArray();
            var isViolated = decisions.Any(decision => decision.IsViolated);
            if (isViolated && config.FindString("action") == "block")
                throw CreateBlockedError(name, config.FindString("model_name") ?? model, decisions);
            results[name] = new JsonObject
            {
                ["action"] = isViolated ? "none" : "pass",
                ["categories"] = ToJson(decisions, withThreshold: false),
            };
        }
        return results;
    }

    /// <summary>The body is the one of the documentation's page on guardrails.</summary>
    private static ApiError CreateBlockedError(string name, string model, Decision[] decisions) => new(ApiResponse.Json(new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = "Content blocked by guardrail", ["status"] = 403 },
        ["guardrails"] = new JsonObject
        {
            ["results"] = new JsonObject
            {
                [name] = new JsonObject
                {
                    ["model_name"] = model,
                    ["decisions"] = ToJson(decisions, withThreshold: true),
                    ["violated"] = true,
                    ["action"] = "block",
                },
            },
        },
    }, 403));

    private static JsonObject ToJson(Decision[] decisions, bool withThreshold) =>
        new(decisions.Select(decision => KeyValuePair.Create<string, JsonNode?>(decision.Category, decision.ToJson(withThreshold))));

    private static IEnumerable<(string Name, double Threshold)> GetThresholds(JsonElement config, string[] categories)
    {
        var custom = config.FindProperties("custom_category_thresholds")
            .Where(threshold => threshold.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(threshold => threshold.Name, threshold => threshold.Value.GetDouble());
        var others = config.IsTrue("ignore_other_categories") ? [] : categories.Where(category => !custom.ContainsKey(category));
        return custom.Select(threshold => (threshold.Key, threshold.Value))
            .Concat(others.Select(category => (category, DefaultThreshold)));
    }

    private sealed record Decision(string Category, double Threshold, double Score)
    {
        public bool IsViolated => Score > Threshold;

        public JsonObject ToJson(bool withThreshold)
        {
            var json = new JsonObject { ["score"] = Score, ["violated"] = IsViolated };
            if (withThreshold)
                json.Insert(0, "threshold", Threshold);
            return json;
        }
    }
}
