using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>The <c>usage</c> of answers, with what earlier requests left in the prompt cache.</summary>
internal sealed class UsageMeter
{
    private readonly PromptCache _cache = new();

    public JsonObject Measure(JsonElement request, int prompt, int answer)
    {
        var usage = new JsonObject { ["prompt_tokens"] = prompt, ["total_tokens"] = prompt + answer, ["completion_tokens"] = answer };
        if (request.FindText("prompt_cache_key") is { } key)
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = _cache.Use(key, prompt) };
        if (request.FindText("service_tier") is not null)
            usage["service_tier"] = "standard";
        return usage;
    }
}
