using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>What holds for every conversation that can be mended, however odd.</summary>
public sealed partial class NormalizationProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(40);

    [Fact]
    public void What_goes_out_is_what_the_server_takes() => ForAll(async conversation =>
        Assert.Null(ServerRules.Objection((await conversation.Messages.SentAsync()).AsArray())));

    [Fact]
    public void What_goes_out_for_a_server_with_strict_templates_alternates() => ForAll(async conversation =>
    {
        var sent = (await conversation.Messages.SentAsync(rules => rules.MergeConsecutiveMessages = true)).AsArray();

        Assert.Null(ServerRules.Objection(sent));
        Assert.DoesNotContain(sent.Zip(sent.Skip(1)), pair => RoleOf(pair.First) is not "tool" && RoleOf(pair.First) == RoleOf(pair.Second));
    });

    [Fact]
    public void What_has_gone_out_goes_out_again_as_it_is() => ForAll(async conversation =>
    {
        var once = (await conversation.Messages.SentAsync()).AsArray();
        var raw = once.Select(message => new ChatMessage(ChatRole.User, "") { RawRepresentation = message.Deserialize(ChatJson.Default.Message) });

        JsonAssert.Equal(once.ToJsonString(), await raw.SentAsync());
    });

    [Fact]
    public void No_word_is_lost_or_told_twice() => ForAll(async conversation =>
    {
        var sent = await conversation.Messages.SentAsync();

        Assert.Equal(
            conversation.Messages.SelectMany(message => message.Contents).SelectMany(content => WordsOf(TextOf(content))).Order(),
            WordsOf(sent.ToJsonString()).Order());
    });

    [Fact]
    public void Questions_and_answers_keep_their_order() => ForAll(async conversation =>
    {
        var said = conversation.Messages.Where(message => message.Role != ChatRole.System).SelectMany(message => WordsOf(message.Text)).ToList();
        var sent = await conversation.Messages.SentAsync();

        Assert.Equal(said, WordsOf(sent.ToJsonString()).Where(said.Contains));
    });

    [Fact]
    public void Each_call_is_sent_once_and_answered_by_its_own_result() => ForAll(async conversation =>
    {
        var contents = conversation.Messages.SelectMany(message => message.Contents).ToList();
        var sent = (await conversation.Messages.SentAsync()).AsArray();

        var calls = sent.SelectMany(message => message!["tool_calls"] as JsonArray ?? []).ToList();
        var results = sent.Where(message => RoleOf(message) is "tool").ToList();
        Assert.Equal(contents.OfType<FunctionCallContent>().Select(call => call.Name), calls.Select(call => (string?)call!["function"]!["name"]));
        Assert.Equal(calls.Select(call => $"result of {call!["function"]!["name"]}"), results.Select(result => (string?)result!["content"]));
        Assert.Equal(calls.Select(call => (string?)call!["function"]!["name"]), results.Select(result => (string?)result!["name"]));
        Assert.Equal(contents.OfType<FunctionResultContent>().Count(), results.Count);
    });

    private static void ForAll(Func<RandomConversation, Task> property) => Prop.ForAll(RandomConversation.Any, property).Check(Settings);

    private static string? RoleOf(JsonNode? message) => (string?)message!["role"];

    private static string TextOf(AIContent content) =>
        content switch { TextContent text => text.Text, TextReasoningContent thought => thought.Text, _ => "" };

    private static IEnumerable<string> WordsOf(string text) => Word.Matches(text).Select(word => word.Value);

    [GeneratedRegex(@"(say|think)\[\w+\]")]
    private static partial Regex Word { get; }
}
