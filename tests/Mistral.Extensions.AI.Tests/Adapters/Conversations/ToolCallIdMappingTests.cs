using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>Mistral accepts only tool-call IDs of nine letters or digits, which other providers do not use.</summary>
public sealed partial class ToolCallIdMappingTests
{
    [Theory]
    [InlineData("call_62136354")]
    [InlineData("call_abcdefghijklmnopqrstuvwx")]
    [InlineData("toolu_01A09q90qw90lq917835lq9")]
    [InlineData("abcdefgh")]
    [InlineData("abcdefghij")]
    [InlineData("abcd-fghi")]
    [InlineData("äbcdefghi")]
    [InlineData("abcdefgh\n")]
    [InlineData("٣٣٣٣٣٣٣٣٣")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Invalid_id_is_mapped_to_nine_alphanumeric_characters_for_call_and_result(string id)
    {
        var sent = await CreateToolTurn(id).GetSentMessagesAsync();

        var mapped = (string)sent[1]!["tool_calls"]![0]!["id"]!;
        Assert.Matches(ToolCallIdPattern, mapped);
        Assert.Equal(mapped, (string?)sent[2]!["tool_call_id"]);
    }

    [Theory]
    [InlineData("abcdefghi")]
    [InlineData("D681PevKs")]
    [InlineData("000000000")]
    public async Task Valid_id_is_not_mapped(string id)
    {
        var sent = await CreateToolTurn(id).GetSentMessagesAsync();

        Assert.Equal((id, id), ((string?)sent[1]!["tool_calls"]![0]!["id"], (string?)sent[2]!["tool_call_id"]));
    }

    [Fact]
    public async Task Mapped_ids_are_the_same_in_the_next_request()
    {
        ChatMessage[] first = [.. CreateToolTurn("call_1")];

        var before = await first.GetSentMessagesAsync();
        var after = await first.Concat([FromAssistant("b"), FromUser("c"), .. CreateToolTurn("call_2")]).GetSentMessagesAsync();

        Assert.All(before.AsArray().Index(), message => Assert.True(JsonNode.DeepEquals(message.Item, after[message.Index])));
    }

    // A conversation that was stored with an earlier version must be sent with the same IDs, or the prompt cache is lost.
    [Theory]
    [InlineData("call_1", "Ul7LAroSi")]
    [InlineData("toolu_01A09q90qw90lq917835lq9", "hzakeE62I")]
    public void Hash_of_an_id_does_not_change_between_versions(string id, string expected) =>
        Assert.Equal(expected, ToolCallId.FromHash(id));

    [Fact]
    public void Random_ids_are_valid_and_different()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => ToolCallId.CreateRandom()).ToList();

        Assert.All(ids, id => Assert.Matches(ToolCallIdPattern, id));
        Assert.Distinct(ids);
    }

    [Fact]
    public async Task Different_ids_are_mapped_to_different_ids()
    {
        var ids = Enumerable.Range(0, 500).Select(number => $"call_{number}").ToArray();

        var sent = await new[]
        {
            FromUser("a"),
            FromAssistant([.. ids.Select(id => FunctionCall(id))]),
            FunctionResults([.. ids.Select(id => new FunctionResultContent(id, id))]),
        }.GetSentMessagesAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray().Select(call => (string?)call!["id"]).ToArray();
        Assert.Equal(500, calls.Distinct().Count());
        Assert.Equal(calls, sent.AsArray().Skip(2).Select(result => (string?)result!["tool_call_id"]));
        Assert.Equal(ids, sent.AsArray().Skip(2).Select(result => (string?)result!["content"]));
    }

    [Fact]
    public async Task Valid_id_that_collides_with_a_mapped_id_is_mapped()
    {
        var mappedId = (string)(await CreateToolTurn("call_1").GetSentMessagesAsync())[1]!["tool_calls"]![0]!["id"]!;

        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("call_1"), FunctionCall(mappedId)), FunctionResult(mappedId, "second"),
            FunctionResult("call_1", "first"),
        }.GetSentMessagesAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!).ToArray();
        Assert.Equal(mappedId, calls[0]);
        Assert.NotEqual(mappedId, calls[1]);
        Assert.Matches(ToolCallIdPattern, calls[1]);
        Assert.Equal((calls[0], calls[1]), ((string?)sent[2]!["tool_call_id"], (string?)sent[3]!["tool_call_id"]));
        Assert.Equal(("first", "second"), ((string?)sent[2]!["content"], (string?)sent[3]!["content"]));
    }

    [Theory]
    [InlineData("abcdefghi")]
    [InlineData("call_1")]
    public async Task Duplicate_ids_in_one_message_are_mapped_to_different_ids(string id)
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall(id, "one"), FunctionCall(id, "two")), FunctionResult(id, "1"),
            FunctionResult(id, "2"),
        }.GetSentMessagesAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!).ToArray();
        Assert.NotEqual(calls[0], calls[1]);
        Assert.All(calls, call => Assert.Matches(ToolCallIdPattern, call));
        JsonAssert.Equal($$"""{"role":"tool","tool_call_id":"{{calls[0]}}","name":"one","content":"1"}""", sent[2]);
        JsonAssert.Equal($$"""{"role":"tool","tool_call_id":"{{calls[1]}}","name":"two","content":"2"}""", sent[3]);
    }

    private static ChatMessage[] CreateToolTurn(string id) => [FromUser("a"), FromAssistant(FunctionCall(id)), FunctionResult(id, "1")];

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex ToolCallIdPattern { get; }
}
