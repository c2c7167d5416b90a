using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>
/// Responses can be serialized with the options of Microsoft.Extensions.AI without reflection, as its caching chat client does.
/// </summary>
public sealed class ResponseSerializationTests
{
    private const string Message = """
        {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}],"signature":"c2ln"},
         {"type":"text","text":"Paris"},{"type":"reference","reference_ids":[1,"b"]},
         {"type":"tool_reference","tool":"web_search","title":"Paris","url":"https://example.com/paris"},
         {"type":"file","file_id":"3f2b"},{"type":"hologram"}],
         "tool_calls":[{"id":"abcdefghi","function":{"name":"look","arguments":"{\"a\":[1,{}]}"}}],"guardrails":[{"name":"x"}]}
        """;

    [Fact]
    public async Task Response_can_be_serialized_without_reflection()
    {
        var response = await ChatResponses.FromMessageAsync(Message);

        var stored = StoredConversation.RoundTrip(response);

        Assert.False(JsonSerializer.IsReflectionEnabledByDefault);
        Assert.Equal(response.Contents().Select(ChatResponses.Describe), stored.Contents().Select(ChatResponses.Describe));
        var citation = Assert.Single(
            stored.Contents().SelectMany(content => content.Annotations ?? []), annotation => annotation.AdditionalProperties is not null);
        JsonAssert.Equal("""[1,"b"]""", JsonArray.Create((JsonElement)citation.AdditionalProperties!["reference_ids"]!));
    }

    [Fact]
    public async Task Streamed_updates_can_be_serialized_without_reflection()
    {
        var updates = await ChatResponses.UpdatesFromDeltasAsync([Message]);

        var stored = updates.Select(StoredConversation.RoundTrip).ToChatResponse();

        Assert.Equal(
            updates.ToChatResponse().Contents().Select(ChatResponses.Describe), stored.Contents().Select(ChatResponses.Describe));
    }
}
