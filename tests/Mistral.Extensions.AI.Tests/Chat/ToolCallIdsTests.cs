using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Mistral takes nine letters or digits for the id of a call, and no other provider makes such ids.</summary>
public sealed partial class ToolCallIdsTests
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
    public async Task A_foreign_id_becomes_nine_letters_or_digits_the_same_for_call_and_result(string id)
    {
        var sent = await Exchange(id).SentAsync();

        var mapped = (string)sent[1]!["tool_calls"]![0]!["id"]!;
        Assert.Matches(Form, mapped);
        Assert.Equal(mapped, (string?)sent[2]!["tool_call_id"]);
    }

    [Theory]
    [InlineData("abcdefghi")]
    [InlineData("D681PevKs")]
    [InlineData("000000000")]
    public async Task An_id_as_Mistral_makes_it_stays(string id)
    {
        var sent = await Exchange(id).SentAsync();

        Assert.Equal((id, id), ((string?)sent[1]!["tool_calls"]![0]!["id"], (string?)sent[2]!["tool_call_id"]));
    }

    [Fact]
    public async Task The_next_request_repeats_the_ids_of_the_one_before()
    {
        ChatMessage[] first = [.. Exchange("call_1")];

        var before = await first.SentAsync();
        var after = await first.Concat([Answer("b"), Question("c"), .. Exchange("call_2")]).SentAsync();

        Assert.All(before.AsArray().Index(), message => Assert.True(JsonNode.DeepEquals(message.Item, after[message.Index])));
    }

    [Fact]
    public async Task Different_ids_stay_different()
    {
        var ids = Enumerable.Range(0, 500).Select(number => $"call_{number}").ToArray();

        var sent = await new[] { Question("a"), Answer([.. ids.Select(id => Call(id))]), Results([.. ids.Select(id => new FunctionResultContent(id, id))]) }
            .SentAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray().Select(call => (string?)call!["id"]).ToArray();
        Assert.Equal(500, calls.Distinct().Count());
        Assert.Equal(calls, sent.AsArray().Skip(2).Select(result => (string?)result!["tool_call_id"]));
        Assert.Equal(ids, sent.AsArray().Skip(2).Select(result => (string?)result!["content"]));
    }

    [Fact]
    public async Task An_id_of_Mistrals_that_a_foreign_one_was_mapped_to_is_mapped_out_of_its_way()
    {
        var taken = (string)(await Exchange("call_1").SentAsync())[1]!["tool_calls"]![0]!["id"]!;

        var sent = await new[] { Question("a"), Answer(Call("call_1"), Call(taken)), Result(taken, "theirs"), Result("call_1", "ours") }.SentAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!).ToArray();
        Assert.Equal(taken, calls[0]);
        Assert.NotEqual(taken, calls[1]);
        Assert.Matches(Form, calls[1]);
        Assert.Equal((calls[0], calls[1]), ((string?)sent[2]!["tool_call_id"], (string?)sent[3]!["tool_call_id"]));
        Assert.Equal(("ours", "theirs"), ((string?)sent[2]!["content"], (string?)sent[3]!["content"]));
    }

    [Theory]
    [InlineData("abcdefghi")]
    [InlineData("call_1")]
    public async Task Two_calls_of_one_turn_with_one_id_become_two(string id)
    {
        var sent = await new[] { Question("a"), Answer(Call(id, "one"), Call(id, "two")), Result(id, "1"), Result(id, "2") }.SentAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!).ToArray();
        Assert.NotEqual(calls[0], calls[1]);
        Assert.All(calls, call => Assert.Matches(Form, call));
        JsonAssert.Equal($$"""{"role":"tool","tool_call_id":"{{calls[0]}}","name":"one","content":"1"}""", sent[2]);
        JsonAssert.Equal($$"""{"role":"tool","tool_call_id":"{{calls[1]}}","name":"two","content":"2"}""", sent[3]);
    }

    private static ChatMessage[] Exchange(string id) => [Question("a"), Answer(Call(id)), Result(id, "1")];

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex Form { get; }
}
