using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>Mistral requires one result for each tool call, directly after the message with the calls.</summary>
public sealed class ToolResultNormalizationTests
{
    [Fact]
    public async Task Results_of_one_message_are_sent_separately_in_the_order_of_the_calls()
    {
        var sent = await new[]
        {
            FromUser("a"),
            FromAssistant(FunctionCall("aaaaaaaaa", "one"), FunctionCall("bbbbbbbbb", "two"), FunctionCall("ccccccccc", "three")),
            FunctionResults(new("ccccccccc", "3"), new("aaaaaaaaa", "1"), new("bbbbbbbbb", "2")),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""{"role":"tool","tool_call_id":"aaaaaaaaa","name":"one","content":"1"}""", sent[2]);
        JsonAssert.Equal("""{"role":"tool","tool_call_id":"bbbbbbbbb","name":"two","content":"2"}""", sent[3]);
        JsonAssert.Equal("""{"role":"tool","tool_call_id":"ccccccccc","name":"three","content":"3"}""", sent[4]);
    }

    [Fact]
    public async Task Late_tool_result_is_moved_after_the_call()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FromUser("Are you there?"), FromSystem("Be patient."),
            FromAssistant("Yes."), FromUser("And?"),
            FunctionResult("aaaaaaaaa", "1"), FromUser("b"),
        }.GetSentMessagesAsync();

        Assert.Equal(["user", "assistant", "tool", "user", "system", "assistant", "user", "user"], GetRoles(sent));
        Assert.Equal("1", (string?)sent[2]!["content"]);
    }

    [Fact]
    public async Task Tool_result_in_a_user_or_assistant_message_is_sent_as_a_tool_message()
    {
        var sent = await new[]
        {
            FromUser("a"),
            FromAssistant(
                new TextContent("Let me see."),
                FunctionCall("aaaaaaaaa"),
                new FunctionResultContent("aaaaaaaaa", "1"),
                new TextContent("So.")),
            FromUser("b"), FromAssistant(FunctionCall("bbbbbbbbb")),
            new ChatMessage(ChatRole.User, [new FunctionResultContent("bbbbbbbbb", "2"), new TextContent("c")]),
        }.GetSentMessagesAsync();

        Assert.Equal(["user", "assistant", "tool", "assistant", "user", "assistant", "tool", "user"], GetRoles(sent));
        Assert.Equal(
            ["1", "2"],
            sent.AsArray().Where(message => (string?)message!["role"] == "tool").Select(message => (string?)message!["content"]));
    }

    [Fact]
    public async Task Same_call_id_in_two_turns_is_matched_within_each_turn()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult("aaaaaaaaa", "first"), FromAssistant("b"),
            FromUser("c"), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult("aaaaaaaaa", "second"),
        }.GetSentMessagesAsync();

        Assert.Equal(["user", "assistant", "tool", "assistant", "user", "assistant", "tool"], GetRoles(sent));
        Assert.Equal(("first", "second"), ((string?)sent[2]!["content"], (string?)sent[6]!["content"]));
        Assert.Equal("aaaaaaaaa", (string?)sent[6]!["tool_call_id"]);
    }

    [Fact]
    public async Task Result_of_a_later_turn_is_not_matched_to_an_earlier_call_with_the_same_id()
    {
        var error = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("call_1")), FromUser("b"), FromAssistant(FunctionCall("call_1")),
            FunctionResult("call_1", "1"),
        }.GetErrorMessageAsync();

        Assert.Equal(
            "Tool results are missing for 1 of 1 tool calls: call_1. Send a result for each call. "
            + "With IChatClient, ChatRules.FillMissingToolResults adds the missing results.",
            error);
    }

    [Fact]
    public async Task Missing_results_are_reported_by_the_original_call_ids()
    {
        var error = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("call_1"), FunctionCall("call_2"), FunctionCall("call_3")),
            FunctionResult("call_2", "2"), FromUser("b"),
        }.GetErrorMessageAsync();

        Assert.Equal(
            "Tool results are missing for 2 of 3 tool calls: call_1, call_3. "
            + "Send a result for each call. With IChatClient, ChatRules.FillMissingToolResults adds the missing results.",
            error);
    }

    public static TheoryData<string, ChatMessage[]> UnmatchedResults => new()
    {
        { "no call", [FromUser("a"), FunctionResult("call_1", "1")] },
        {
            "result of another call",
            [FromUser("a"), FromAssistant(FunctionCall("call_2")), FunctionResult("call_2", "2"), FunctionResult("call_1", "1")]
        },
        { "result before its call", [FromUser("a"), FunctionResult("call_1", "1"), FromAssistant(FunctionCall("call_1")), FromUser("b")] },
        {
            "second result of a call",
            [FromUser("a"), FromAssistant(FunctionCall("call_1")), FunctionResult("call_1", "1"), FunctionResult("call_1", "1")]
        },
        {
            "second result in a later turn",
            [
                FromUser("a"), FromAssistant(FunctionCall("call_1")), FunctionResult("call_1", "1"), FromAssistant("b"), FromUser("c"),
                FunctionResult("call_1", "1"),
            ]
        },
    };

    [Theory]
    [MemberData(nameof(UnmatchedResults), DisableDiscoveryEnumeration = true)]
    public async Task Tool_result_without_call_is_rejected(string name, ChatMessage[] conversation)
    {
        var error = await conversation.GetErrorMessageAsync();

        const string expectedMessage =
            "Tool result for call \"call_1\" has no matching tool call in an earlier assistant message. "
            + "Add the message with the call, or remove the result.";
        Assert.True(error == expectedMessage, $"{name}: {error}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task Tool_result_without_call_id_is_rejected(string id)
    {
        var error = await new[] { FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult(id, "1") }
            .GetErrorMessageAsync(rules => rules.Normalize = false);

        Assert.Equal("A tool result has no call ID. Set FunctionResultContent.CallId or ToolMessage.ToolCallId.", error);
    }

    [Fact]
    public async Task Calls_without_ids_are_matched_to_results_in_order()
    {
        // Providers without call IDs use an empty ID for every call.
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("", "one"), FunctionCall("", "two")), FunctionResult("", "1"),
            FunctionResult("", "2"),
        }.GetSentMessagesAsync();

        var calls = sent[1]!["tool_calls"]!.AsArray();
        Assert.Equal(("1", "2"), ((string?)sent[2]!["content"], (string?)sent[3]!["content"]));
        Assert.Equal(("one", "two"), ((string?)sent[2]!["name"], (string?)sent[3]!["name"]));
        Assert.Equal(calls.Select(call => (string?)call!["id"]), sent.AsArray().Skip(2).Select(result => (string?)result!["tool_call_id"]));
    }

    [Fact]
    public async Task Same_result_object_can_be_used_in_two_turns()
    {
        var result = new ToolMessage("same") { ToolCallId = "aaaaaaaaa" };
        var raw = new ChatMessage(ChatRole.Tool, (IList<AIContent>)[]) { RawRepresentation = result };

        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), raw, FromAssistant("b"), FromUser("c"),
            FromAssistant(FunctionCall("aaaaaaaaa")), raw,
        }.GetSentMessagesAsync();

        Assert.Equal(["user", "assistant", "tool", "assistant", "user", "assistant", "tool"], GetRoles(sent));
    }

    private static IEnumerable<string?> GetRoles(JsonNode sent) => sent.AsArray().Select(message => (string?)message!["role"]);
}
