using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>
/// The moderation in front of the model. The emulator moderates by one word: <c>UNSAFE</c> in capitals scores 0.9 in every
/// category, any other text 0.
/// </summary>
internal static class Guardrails
{
    private const double DefaultThreshold = 0.5;

    private static readonly string[] Categories =
        ["sexual", "hate_and_discrimination", "violence_and_threats", "selfharm", "health", "financial", "law", "pii"];

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
        foreach (var name in (string[])["moderation_llm_v1", "moderation_llm_v2"])
        {
            if (guardrail.Find(name) is not { } config)
                continue;
            var decisions = Thresholds(name, config)
                .Select(category => (category.Name, category.Threshold, IsViolated: score > category.Threshold)).ToArray();
            var isViolated = decisions.Any(decision => decision.IsViolated);
            if (isViolated && config.FindText("action") == "block")
                throw Blocked(name, config, decisions, score);
            results[name] = new JsonObject
            {
                ["action"] = isViolated ? "none" : "pass",
                ["categories"] = new JsonObject(decisions.Select(decision => KeyValuePair.Create<string, JsonNode?>(
                    decision.Name, new JsonObject { ["score"] = score, ["violated"] = decision.IsViolated }))),
            };
        }
        return results;
    }

    /// <summary>The body of the documentation's page on guardrails.</summary>
    private static Refusal Blocked(
        string name, JsonElement config, IEnumerable<(string Name, double Threshold, bool IsViolated)> decisions, double score)
    {
        var result = new JsonObject
        {
            ["model_name"] = config.FindText("model_name") ?? DefaultModel(name),
            ["decisions"] = new JsonObject(decisions.Select(decision => KeyValuePair.Create<string, JsonNode?>(
                decision.Name,
                new JsonObject { ["threshold"] = decision.Threshold, ["score"] = score, ["violated"] = decision.IsViolated }))),
            ["violated"] = true,
            ["action"] = "block",
        };
        return new Refusal(Answer.Json(new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = "Content blocked by guardrail", ["status"] = 403 },
            ["guardrails"] = new JsonObject { ["results"] = new JsonObject { [name] = result } },
        }, 403));
    }

    private static IEnumerable<(string Name, double Threshold)> Thresholds(string name, JsonElement config)
    {
        var custom = config.FindProperties("custom_category_thresholds").Where(threshold => threshold.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(threshold => threshold.Name, threshold => threshold.Value.GetDouble());
        var own = name == "moderation_llm_v1" ? (string[])["dangerous_and_criminal_content"] : ["dangerous", "criminal", "jailbreaking"];
        var others = config.IsTrue("ignore_other_categories") ? [] : Categories.Concat(own).Where(category => !custom.ContainsKey(category));
        return custom.Select(threshold => (threshold.Key, threshold.Value)).Concat(others.Select(category => (category, DefaultThreshold)));
    }

    private static string DefaultModel(string name) =>
        name == "moderation_llm_v1" ? "mistral-moderation-2411" : "mistral-moderation-2603";
}
