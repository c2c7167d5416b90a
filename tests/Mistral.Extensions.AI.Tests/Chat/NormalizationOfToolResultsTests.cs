using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Mistral wants as many results as calls, right after them.</summary>
public sealed class NormalizationOfToolResultsTests
{
    [Fact]
    public async Task Results_of_one_message_go_out_as_one_message_each_in_the_order_of_the_calls()
    {
        var sent = await new[]
        {
            Question("a"), Answer(Call("aaaaaaaaa", "one"), Call("bbbbbbbbb", "two"), Call("ccccccccc", "three")),
            Results(new("ccccccccc", "3"), new("aaaaaaaaa", "1"), new("bbbbbbbbb", "2")),
        }.SentAsync();

        JsonAssert.Equal("""{"role":"tool","tool_call_id":"aaaaaaaaa","name":"one","content":"1"}""", sent[2]);
        JsonAssert.Equal("""{"role":"tool","tool_call_id":"bbbbbbbbb","name":"two","content":"2"}""", sent[3]);
        JsonAssert.Equal("""{"role":"tool","tool_call_id":"ccccccccc","name":"three","content":"3"}""", sent[4]);
    }

    [Fact]
    public async Task A_result_far_from_its_call_is_moved_right_behind_it()
    {
        var sent = await new[]
        {
            Question("a"), Answer(Call("aaaaaaaaa")), Question("Are you there?"), Instruction("Be patient."), Answer("Yes."), Question("And?"),
            Result("aaaaaaaaa", "1"), Question("b"),
        }.SentAsync(rules => rules.BridgeToolToUser = false);

        Assert.Equal(["user", "assistant", "tool", "user", "system", "assistant", "user", "user"], RolesOf(sent));
        Assert.Equal("1", (string?)sent[2]!["content"]);
    }

    [Fact]
    public async Task A_result_that_stands_in_the_users_or_the_assistants_message_is_taken_out_of_it()
    {
        var sent = await new[]
        {
            Question("a"), Answer(new TextContent("Let me see."), Call("aaaaaaaaa"), new FunctionResultContent("aaaaaaaaa", "1"), new TextContent("So.")),
            Question("b"), Answer(Call("bbbbbbbbb")), new ChatMessage(ChatRole.User, [new FunctionResultContent("bbbbbbbbb", "2"), new TextContent("c")]),
        }.SentAsync(rules => rules.BridgeToolToUser = false);

        Assert.Equal(["user", "assistant", "tool", "assistant", "user", "assistant", "tool", "user"], RolesOf(sent));
        Assert.Equal(["1", "2"], sent.AsArray().Where(message => (string?)message!["role"] == "tool").Select(message => (string?)message!["content"]));
    }

    [Fact]
    public async Task The_same_id_in_two_turns_belongs_to_each_turn_on_its_own()
    {
        var sent = await new[]
        {
            Question("a"), Answer(Call("aaaaaaaaa")), Result("aaaaaaaaa", "first"), Answer("b"),
            Question("c"), Answer(Call("aaaaaaaaa")), Result("aaaaaaaaa", "second"),
        }.SentAsync();

        Assert.Equal(["user", "assistant", "tool", "assistant", "user", "assistant", "tool"], RolesOf(sent));
        Assert.Equal(("first", "second"), ((string?)sent[2]!["content"], (string?)sent[6]!["content"]));
        Assert.Equal("aaaaaaaaa", (string?)sent[6]!["tool_call_id"]);
    }

    [Fact]
    public async Task A_later_turn_with_the_same_id_does_not_lend_its_result_to_an_earlier_one()
    {
        var error = await new[] { Question("a"), Answer(Call("call_1")), Question("b"), Answer(Call("call_1")), Result("call_1", "1") }.RefusedAsync();

        Assert.Equal(
            "Assistant called 1 tools but 0 results were sent; missing: call_1. Send a result for each call, or set ChatRules.FillMissingToolResults.",
            error);
    }

    [Fact]
    public async Task Missing_results_are_counted_and_named_by_the_ids_the_caller_knows()
    {
        var error = await new[] { Question("a"), Answer(Call("call_1"), Call("call_2"), Call("call_3")), Result("call_2", "2"), Question("b") }.RefusedAsync();

        Assert.Equal(
            "Assistant called 3 tools but 1 results were sent; missing: call_1, call_3. "
            + "Send a result for each call, or set ChatRules.FillMissingToolResults.",
            error);
    }

    public static TheoryData<string, ChatMessage[]> Orphans => new()
    {
        { "no call at all", [Question("a"), Result("call_1", "1")] },
        { "another call", [Question("a"), Answer(Call("call_2")), Result("call_2", "2"), Result("call_1", "1")] },
        { "before its call", [Question("a"), Result("call_1", "1"), Answer(Call("call_1")), Question("b")] },
        { "a second time", [Question("a"), Answer(Call("call_1")), Result("call_1", "1"), Result("call_1", "1")] },
        { "a second time, later", [Question("a"), Answer(Call("call_1")), Result("call_1", "1"), Answer("b"), Question("c"), Result("call_1", "1")] },
    };

    [Theory]
    [MemberData(nameof(Orphans), DisableDiscoveryEnumeration = true)]
    public async Task A_result_without_a_call_of_its_own_is_an_error(string name, ChatMessage[] conversation)
    {
        var error = await conversation.RefusedAsync();

        Assert.True(error == "Tool result for call \"call_1\" has no matching tool call in an earlier assistant message.", $"{name}: {error}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_result_that_does_not_say_which_call_it_answers_is_an_error(string id)
    {
        var error = await new[] { Question("a"), Answer(Call("aaaaaaaaa")), Result(id, "1") }.RefusedAsync(rules => rules.Normalize = false);

        Assert.Equal("FunctionResultContent.CallId is empty; Mistral requires it.", error);
    }

    [Fact]
    public async Task Calls_without_ids_are_answered_in_their_order_each_under_its_own_name()
    {
        // Providers without ids put an empty one, or none of them differ.
        var sent = await new[] { Question("a"), Answer(Call("", "one"), Call("", "two")), Result("", "1"), Result("", "2") }.SentAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray();
        Assert.Equal(("1", "2"), ((string?)sent[2]!["content"], (string?)sent[3]!["content"]));
        Assert.Equal(("one", "two"), ((string?)sent[2]!["name"], (string?)sent[3]!["name"]));
        Assert.Equal(calls.Select(call => (string?)call!["id"]), sent.AsArray().Skip(2).Select(result => (string?)result!["tool_call_id"]));
    }

    [Fact]
    public async Task One_and_the_same_result_object_may_stand_in_two_turns()
    {
        var raw = new ChatMessage(ChatRole.Tool, (IList<AIContent>)[]) { RawRepresentation = new ToolMessage("same") { ToolCallId = "aaaaaaaaa" } };

        var sent = await new[] { Question("a"), Answer(Call("aaaaaaaaa")), raw, Answer("b"), Question("c"), Answer(Call("aaaaaaaaa")), raw }.SentAsync();

        Assert.Equal(["user", "assistant", "tool", "assistant", "user", "assistant", "tool"], RolesOf(sent));
    }

    private static IEnumerable<string?> RolesOf(JsonNode sent) => sent.AsArray().Select(message => (string?)message!["role"]);
}
