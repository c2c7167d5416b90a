using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The <c>usage</c> of answers, with what earlier requests left in the prompt cache.</summary>
internal sealed class UsageCalculator
{
    private readonly PromptCache _promptCache = new();

    public JsonObject Calculate(JsonElement request, int promptTokens, int completionTokens)
    {
        var usage = new JsonObject { ["prompt_tokens"] = promptTokens, ["total_tokens"] = promptTokens + completionTokens, ["completion_tokens"] = completionTokens };
        if (request.FindString("prompt_cache_key") is { } key)
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = _promptCache.UpdateAndGetCachedTokens(key, promptTokens) };
        if (request.FindString("service_tier") is not null)
            usage["service_tier"] = "standard";
        return usage;
    }
}
