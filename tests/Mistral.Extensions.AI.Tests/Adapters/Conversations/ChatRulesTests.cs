using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>Each property of <see cref="ChatRules"/> enables or disables one change of the conversation.</summary>
public sealed class ChatRulesTests
{
    [Theory]
    [InlineData(true, "user assistant tool assistant user")]
    [InlineData(false, "user assistant tool user")]
    public async Task Bridge_message_between_tool_result_and_user_message_can_be_enabled(bool bridge, string roles)
    {
        var sent = await new[] { FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult("aaaaaaaaa", "1"), FromUser("b") }
            .GetSentMessagesAsync(rules => rules.BridgeToolToUser = bridge);

        Assert.Equal(roles, string.Join(' ', sent.AsArray().Select(message => (string?)message!["role"])));
        Assert.Equal(bridge, sent.AsArray().Any(message => (string?)message!["content"] == "OK"));
    }

    [Fact]
    public async Task User_message_directly_follows_a_tool_result_by_default()
    {
        var sent = await new[] { FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult("aaaaaaaaa", "1"), FromUser("b") }
            .GetSentMessagesAsync();

        Assert.Equal(["user", "assistant", "tool", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task Bridge_message_is_not_added_before_an_assistant_message_or_at_the_end()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult("aaaaaaaaa", "1"), FromAssistant("b"), FromUser("c"),
            FromAssistant(FunctionCall("bbbbbbbbb")), FunctionResult("bbbbbbbbb", "2"),
        }.GetSentMessagesAsync(rules => rules.BridgeToolToUser = true);

        Assert.Equal(
            ["user", "assistant", "tool", "assistant", "user", "assistant", "tool"],
            sent.AsArray().Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task Consecutive_messages_of_the_same_role_are_not_merged_by_default()
    {
        var sent = await new[] { FromSystem("1"), FromSystem("2"), FromUser("a"), FromUser("b") }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"a"},{"role":"user","content":"b"}]
            """, sent);
    }

    [Fact]
    public async Task Consecutive_messages_of_the_same_role_are_merged_when_MergeConsecutiveMessages_is_true()
    {
        var sent = await new[]
        {
            FromSystem("1"), FromSystem("2"), FromUser("a"), FromUser(""), FromUser("b"), FromAssistant("c"),
            new ChatMessage(ChatRole.User, [new TextContent("see"), new UriContent("https://example.com/a.png", "image/png")]),
            FromUser("d"),
        }.GetSentMessagesAsync(rules => rules.MergeConsecutiveMessages = true);

        JsonAssert.Equal("""
            [{"role":"system","content":"1\n\n2"},{"role":"user","content":"a\n\nb"},{"role":"assistant","content":"c"},
             {"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":"https://example.com/a.png"},
               {"type":"text","text":"\n\n"},{"type":"text","text":"d"}]}]
            """, sent);
    }

    [Fact]
    public async Task Missing_result_is_filled_when_FillMissingToolResults_is_true()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa", "one"), FunctionCall("bbbbbbbbb", "two")),
            FunctionResult("bbbbbbbbb", "2"), FromUser("b"),
        }.GetSentMessagesAsync(rules => rules.FillMissingToolResults = true);

        JsonAssert.Equal("""
            {"role":"tool","tool_call_id":"aaaaaaaaa","name":"one","content":"{\"error\":\"Tool call was not executed.\"}"}
            """, sent[2]);
        JsonAssert.Equal("""{"role":"tool","tool_call_id":"bbbbbbbbb","name":"two","content":"2"}""", sent[3]);
        Assert.Equal(5, sent.AsArray().Count);
    }

    [Fact]
    public async Task Tool_calls_in_the_last_message_are_rejected_even_with_FillMissingToolResults()
    {
        var error = await new[] { FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")) }
            .GetErrorMessageAsync(rules => rules.FillMissingToolResults = true);

        Assert.Equal(
            "The last message has the role \"assistant\" and tool calls without results. Add a tool result for each call.",
            error);
    }

    [Fact]
    public async Task Last_assistant_message_is_sent_as_a_prefix()
    {
        var sent = await new[] { FromUser("Name a colour."), FromAssistant("The colour is") }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"Name a colour."},{"role":"assistant","content":"The colour is","prefix":true}]
            """, sent);
    }

    [Fact]
    public async Task Last_assistant_message_is_rejected_when_PrefixTrailingAssistant_is_false()
    {
        var error = await new[] { FromUser("a"), FromAssistant("b") }.GetErrorMessageAsync(rules => rules.PrefixTrailingAssistant = false);

        Assert.Equal("The last message has the role \"assistant\". Add a user message after it, or set Prefix = true on it.", error);
    }

    [Fact]
    public async Task Explicit_prefix_flag_overrides_PrefixTrailingAssistant()
    {
        var last = FromAssistant("The colour is");
        last.AdditionalProperties = new() { ["prefix"] = true };

        var sent = await new[] { FromUser("a"), last }.GetSentMessagesAsync(rules => rules.PrefixTrailingAssistant = false);

        JsonAssert.Equal("""{"role":"assistant","content":"The colour is","prefix":true}""", sent[1]);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, true)]
    [InlineData(null, false)]
    public async Task Last_assistant_message_is_rejected_when_the_prefix_flag_is_false(bool? messageFlag, bool? requestFlag)
    {
        var last = FromAssistant("The colour is");
        last.AdditionalProperties = new() { ["prefix"] = messageFlag };

        var error = await new[] { FromUser("a"), last }
            .GetErrorMessageAsync(options: new() { AdditionalProperties = new() { ["prefix"] = requestFlag } });

        Assert.StartsWith("The last message has the role \"assistant\".", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefix_flag_of_the_request_applies_to_the_last_assistant_message()
    {
        var sent = await new[] { FromUser("a"), FromAssistant("The colour is") }.GetSentMessagesAsync(
            rules => rules.PrefixTrailingAssistant = false, new() { AdditionalProperties = new() { ["prefix"] = true } });

        JsonAssert.Equal("""{"role":"assistant","content":"The colour is","prefix":true}""", sent[1]);
    }

    [Fact]
    public async Task Prefix_flag_of_an_earlier_message_is_not_sent()
    {
        var earlier = FromAssistant("b");
        earlier.AdditionalProperties = new() { ["prefix"] = true };

        var sent = await new[] { FromUser("a"), earlier, FromUser("c") }.GetSentMessagesAsync();

        JsonAssert.Equal("""{"role":"assistant","content":"b"}""", sent[1]);
    }

    [Theory]
    [InlineData("Give me data.", true, true)]
    [InlineData("Give me data.", false, false)]
    [InlineData("Give me Json.", true, false)]
    public async Task JSON_instruction_is_added_when_no_message_mentions_JSON(string question, bool isEnabled, bool isExpected)
    {
        var sent = await new[] { FromUser(question) }
            .GetSentMessagesAsync(rules => rules.AddJsonInstruction = isEnabled, new() { ResponseFormat = ChatResponseFormat.Json });

        var expected = $$"""{"role":"user","content":"{{question}}"}""";
        JsonAssert.Equal(
            isExpected ? $$"""[{"role":"system","content":"Answer with a JSON object."},{{expected}}]""" : $"[{expected}]", sent);
    }

    [Fact]
    public async Task JSON_instruction_is_not_added_with_a_schema()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"string"} } }""");

        var sent = await new[] { FromUser("a") }
            .GetSentMessagesAsync(options: new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) });

        JsonAssert.Equal("""[{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task Message_order_and_call_ids_are_unchanged_when_Normalize_is_false()
    {
        var sent = await new[]
        {
            FromUser("a"), FromSystem("s"), FromAssistant("b"), FromAssistant(FunctionCall("call_1"), FunctionCall("call_2")),
            FunctionResult("call_2", "2"), FunctionResult("call_1", "1"), FromUser(""),
        }.GetSentMessagesAsync(rules => rules.Normalize = false, new() { ResponseFormat = ChatResponseFormat.Json });

        JsonAssert.Equal("""
            [{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"assistant","content":"b"},
             {"role":"assistant","tool_calls":[
               {"id":"call_1","type":"function","function":{"name":"look","arguments":"{}"}},
               {"id":"call_2","type":"function","function":{"name":"look","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"call_2","name":"look","content":"2"},
             {"role":"tool","tool_call_id":"call_1","name":"look","content":"1"},
             {"role":"user","content":""}]
            """, sent);
    }

    [Fact]
    public void OpenAI_compatible_rules_change_fields_messages_and_limits()
    {
        var rules = ChatRules.OpenAICompatible();

        Assert.Equal((true, "required"), (rules.MergeConsecutiveMessages, rules.RequiredToolChoice));
        Assert.Equal((null, null), (rules.MaxImages, rules.MaxImageSize));
        Assert.Equal((true, true, false), (rules.Normalize, rules.BridgeToolToUser, rules.ValidateSampling));
        Assert.Equal((true, false), (rules.UseOpenAIFields, rules.ReplayReasoning));
    }
}
