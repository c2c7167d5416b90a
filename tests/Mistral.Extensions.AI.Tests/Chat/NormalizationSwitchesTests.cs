using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Each thing the chat client does to a conversation can be switched off, or on.</summary>
public sealed class NormalizationSwitchesTests
{
    [Theory]
    [InlineData(true, "user assistant tool assistant user")]
    [InlineData(false, "user assistant tool user")]
    public async Task A_bridge_stands_between_a_result_and_the_user_unless_it_is_not_wanted(bool bridge, string roles)
    {
        var sent = await new[] { Question("a"), Answer(Call("aaaaaaaaa")), Result("aaaaaaaaa", "1"), Question("b") }
            .SentAsync(rules => rules.BridgeToolToUser = bridge);

        Assert.Equal(roles, string.Join(' ', sent.AsArray().Select(message => (string?)message!["role"])));
        Assert.Equal(bridge, sent.AsArray().Any(message => (string?)message!["content"] == "OK"));
    }

    [Fact]
    public async Task No_bridge_is_built_before_an_answer_or_at_the_end()
    {
        var sent = await new[]
        {
            Question("a"), Answer(Call("aaaaaaaaa")), Result("aaaaaaaaa", "1"), Answer("b"), Question("c"), Answer(Call("bbbbbbbbb")), Result("bbbbbbbbb", "2"),
        }.SentAsync();

        Assert.Equal(
            ["user", "assistant", "tool", "assistant", "user", "assistant", "tool"], sent.AsArray().Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task Neighbours_of_one_role_go_out_as_they_are()
    {
        var sent = await new[] { Instruction("1"), Instruction("2"), Question("a"), Question("b") }.SentAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"a"},{"role":"user","content":"b"}]
            """, sent);
    }

    [Fact]
    public async Task Neighbours_of_one_role_become_one_where_roles_must_alternate()
    {
        var sent = await new[]
        {
            Instruction("1"), Instruction("2"), Question("a"), Question(""), Question("b"), Answer("c"),
            new ChatMessage(ChatRole.User, [new TextContent("see"), new UriContent("https://example.com/a.png", "image/png")]), Question("d"),
        }.SentAsync(rules => rules.MergeConsecutiveMessages = true);

        JsonAssert.Equal("""
            [{"role":"system","content":"1\n\n2"},{"role":"user","content":"a\n\nb"},{"role":"assistant","content":"c"},
             {"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":"https://example.com/a.png"},
               {"type":"text","text":"\n\n"},{"type":"text","text":"d"}]}]
            """, sent);
    }

    [Fact]
    public async Task A_missing_result_is_filled_in_where_that_is_wanted()
    {
        var sent = await new[]
        {
            Question("a"), Answer(Call("aaaaaaaaa", "one"), Call("bbbbbbbbb", "two")), Result("bbbbbbbbb", "2"), Question("b"),
        }.SentAsync(rules => (rules.FillMissingToolResults, rules.BridgeToolToUser) = (true, false));

        JsonAssert.Equal("""
            {"role":"tool","tool_call_id":"aaaaaaaaa","name":"one","content":"{\"error\":\"Tool call was not executed.\"}"}
            """, sent[2]);
        JsonAssert.Equal("""{"role":"tool","tool_call_id":"bbbbbbbbb","name":"two","content":"2"}""", sent[3]);
        Assert.Equal(5, sent.AsArray().Count);
    }

    [Fact]
    public async Task Calls_that_nobody_has_had_time_to_run_are_not_filled_in()
    {
        var error = await new[] { Question("a"), Answer(Call("aaaaaaaaa")) }.RefusedAsync(rules => rules.FillMissingToolResults = true);

        Assert.Equal(
            "The last message has role \"assistant\" and pending tool calls. "
            + "Mistral needs a tool result, a user message, or an assistant text message sent as a prefix.",
            error);
    }

    [Fact]
    public async Task A_trailing_answer_is_sent_as_a_prefix()
    {
        var sent = await new[] { Question("Name a colour."), Answer("The colour is") }.SentAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"Name a colour."},{"role":"assistant","content":"The colour is","prefix":true}]
            """, sent);
    }

    [Fact]
    public async Task A_trailing_answer_is_an_error_where_no_prefix_is_wanted()
    {
        var error = await new[] { Question("a"), Answer("b") }.RefusedAsync(rules => rules.PrefixTrailingAssistant = false);

        Assert.Equal("The last message has role \"assistant\". Mistral needs a user message or a tool result there, or Prefix = true on it.", error);
    }

    [Fact]
    public async Task A_prefix_asked_for_by_name_is_sent_whatever_the_rule()
    {
        var last = Answer("The colour is");
        last.AdditionalProperties = new() { ["prefix"] = true };

        var sent = await new[] { Question("a"), last }.SentAsync(rules => rules.PrefixTrailingAssistant = false);

        JsonAssert.Equal("""{"role":"assistant","content":"The colour is","prefix":true}""", sent[1]);
    }

    [Fact]
    public async Task The_mark_of_an_earlier_turns_prefix_does_not_go_out_again()
    {
        var earlier = Answer("b");
        earlier.AdditionalProperties = new() { ["prefix"] = true };

        JsonAssert.Equal("""{"role":"assistant","content":"b"}""", (await new[] { Question("a"), earlier, Question("c") }.SentAsync())[1]);
    }

    [Theory]
    [InlineData("Give me data.", true, true)]
    [InlineData("Give me data.", false, false)]
    [InlineData("Give me Json.", true, false)]
    public async Task A_json_answer_is_asked_for_in_words_where_nobody_says_the_word(string question, bool rule, bool asked)
    {
        var sent = await new[] { Question(question) }.SentAsync(rules => rules.AskForJson = rule, new() { ResponseFormat = ChatResponseFormat.Json });

        var expected = $$"""{"role":"user","content":"{{question}}"}""";
        JsonAssert.Equal(asked ? $$"""[{"role":"system","content":"Answer with a JSON object."},{{expected}}]""" : $"[{expected}]", sent);
    }

    [Fact]
    public async Task A_json_answer_with_a_schema_is_not_asked_for_in_words()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"string"} } }""");

        var sent = await new[] { Question("a") }.SentAsync(options: new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) });

        JsonAssert.Equal("""[{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task Without_normalization_order_ids_and_neighbours_stay_as_they_are()
    {
        var sent = await new[]
        {
            Question("a"), Instruction("s"), Answer("b"), Answer(Call("call_1"), Call("call_2")), Result("call_2", "2"), Result("call_1", "1"), Question(""),
        }.SentAsync(rules => rules.Normalize = false, new() { ResponseFormat = ChatResponseFormat.Json });

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
    public void Rules_for_servers_made_after_OpenAIs_merge_neighbours_say_required_and_count_no_images()
    {
        var rules = ChatRules.OpenAICompatible();

        Assert.Equal((true, "required", null), (rules.MergeConsecutiveMessages, rules.RequiredToolChoice, rules.MaxImages));
        Assert.Equal((true, true), (rules.Normalize, rules.BridgeToolToUser));
    }
}
