using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Emulator;

/// <summary>Answers hold no names but those of recorded traffic and of the OpenAPI schemas.</summary>
public sealed class ShapeTests
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["answer"] = ["id", "object", "created", "model", "usage", "choices", "p", "guardrails"],
        ["usage"] = ["prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "service_tier"],
        ["prompt_tokens_details"] = ["cached_tokens"],
        ["choices"] = ["index", "finish_reason", "message", "delta", "logprobs"],
        ["message"] = ["role", "content", "tool_calls"],
        ["delta"] = ["role", "content", "tool_calls"],
        ["content"] = ["type", "text", "thinking", "signature", "closed"],
        ["thinking"] = ["type", "text"],
        ["tool_calls"] = ["id", "function", "index"],
        ["function"] = ["name", "arguments"],
        ["guardrails"] = ["moderation_llm_v1", "moderation_llm_v2"],
        ["moderation_llm_v2"] = ["action", "categories"],
        ["categories"] = ["pii"],
        ["pii"] = ["score", "violated"],
    };

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"n":2,"service_tier":"auto","prompt_cache_key":"k"}""")]
    [InlineData("""{"reasoning_effort":"high"}""")]
    [InlineData("""{"tool_choice":"any","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""")]
    [InlineData("""{"guardrails":[{"moderation_llm_v2":{"custom_category_thresholds":{"pii":0.1},"ignore_other_categories":true}}]}""")]
    public async Task An_answer_holds_known_names_only_whole_or_streamed(string options)
    {
        await using var wire = await Wire.StartAsync();

        var document = await wire.AskAsync("Hello", options);
        var stream = await wire.AskAsync("Hello", MakeStreaming(options));

        Assert.Empty(UnknownNames("answer", document.Json));
        Assert.NotEmpty(stream.Chunks);
        Assert.Empty(stream.Chunks.SelectMany(chunk => UnknownNames("answer", chunk)));
    }

    private static string MakeStreaming(string options)
    {
        var request = JsonNode.Parse(options)!;
        request["stream"] = true;
        return request.ToJsonString();
    }

    private static IEnumerable<string> UnknownNames(string place, JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Known[place].Contains(member.Key)
            ? UnknownNames(member.Key, member.Value)
            : [$"{place}.{member.Key}"]),
        JsonArray items => items.SelectMany(item => UnknownNames(place, item)),
        _ => [],
    };
}
