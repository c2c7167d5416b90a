using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The decision of a guardrail for one category.</summary>
/// <param name="Category">The name of the category, for example <c>pii</c>.</param>
/// <param name="Threshold">The score that a violation must exceed.</param>
/// <param name="Score">The score of the text, between 0 and 1.</param>
internal sealed record GuardrailDecision(string Category, double Threshold, double Score)
{
    /// <summary>Whether the score exceeds the threshold.</summary>
    public bool IsViolated => Score > Threshold;

    /// <summary>Creates the decision as JSON. Only the error response of a blocked request has the threshold.</summary>
    public JsonObject ToJson(bool includeThreshold)
    {
        var json = new JsonObject { ["score"] = Score, ["violated"] = IsViolated };
        if (includeThreshold)
            json.Insert(0, "threshold", Threshold);
        return json;
    }
}
