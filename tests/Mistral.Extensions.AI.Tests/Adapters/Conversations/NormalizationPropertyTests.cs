using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>Properties of the normalization, tested with random conversations that can be normalized.</summary>
public sealed partial class NormalizationPropertyTests
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(40);

    [Fact]
    public void Normalized_conversation_follows_the_server_rules() => ForAll(async conversation =>
        Assert.Null(ServerConversationRules.FindViolation((await conversation.Messages.GetSentMessagesAsync()).AsArray())));

    [Fact]
    public void Normalized_conversation_alternates_roles_when_messages_are_merged_and_bridged() => ForAll(async conversation =>
    {
        var sent = (await conversation.Messages.GetSentMessagesAsync(
            rules => (rules.MergeConsecutiveMessages, rules.BridgeToolToUser) = (true, true))).AsArray();

        Assert.Null(ServerConversationRules.FindViolation(sent, allowUserAfterTool: false));
        Assert.DoesNotContain(
            sent.Zip(sent.Skip(1)),
            pair => GetRole(pair.First) is not "tool" && GetRole(pair.First) == GetRole(pair.Second));
    });

    [Fact]
    public void Normalization_is_idempotent() => ForAll(async conversation =>
    {
        var normalized = (await conversation.Messages.GetSentMessagesAsync()).AsArray();
        var raw = normalized.Select(
            message => new ChatMessage(ChatRole.User, "") { RawRepresentation = message.Deserialize(ChatJson.Default.Message) });

        JsonAssert.Equal(normalized.ToJsonString(), await raw.GetSentMessagesAsync());
    });

    [Fact]
    public void Every_text_is_sent_exactly_once() => ForAll(async conversation =>
    {
        var sent = await conversation.Messages.GetSentMessagesAsync();

        Assert.Equal(
            conversation.Messages.SelectMany(message => message.Contents).SelectMany(content => GetMarkers(GetText(content))).Order(),
            GetMarkers(sent.ToJsonString()).Order());
    });

    [Fact]
    public void User_and_assistant_messages_keep_their_order() => ForAll(async conversation =>
    {
        var expected = conversation.Messages
            .Where(message => message.Role != ChatRole.System)
            .SelectMany(message => GetMarkers(message.Text))
            .ToList();
        var sent = await conversation.Messages.GetSentMessagesAsync();

        Assert.Equal(expected, GetMarkers(sent.ToJsonString()).Where(expected.Contains));
    });

    [Fact]
    public void Every_tool_call_is_sent_once_with_the_matching_result() => ForAll(async conversation =>
    {
        var contents = conversation.Messages.SelectMany(message => message.Contents).ToList();
        var sent = (await conversation.Messages.GetSentMessagesAsync()).AsArray();

        var calls = sent.SelectMany(message => message!["tool_calls"] as JsonArray ?? []).ToList();
        var results = sent.Where(message => GetRole(message) is "tool").ToList();
        Assert.Equal(
            contents.OfType<FunctionCallContent>().Select(call => call.Name), calls.Select(call => (string?)call!["function"]!["name"]));
        Assert.Equal(
            calls.Select(call => $"result of {call!["function"]!["name"]}"), results.Select(result => (string?)result!["content"]));
        Assert.Equal(calls.Select(call => (string?)call!["function"]!["name"]), results.Select(result => (string?)result!["name"]));
        Assert.Equal(contents.OfType<FunctionResultContent>().Count(), results.Count);
    });

    private static void ForAll(Func<RandomConversation, Task> property) => Prop.ForAll(RandomConversation.Any, property).Check(Settings);

    private static string? GetRole(JsonNode? message) => (string?)message!["role"];

    private static string GetText(AIContent content) =>
        content switch { TextContent text => text.Text, TextReasoningContent reasoning => reasoning.Text, _ => "" };

    private static IEnumerable<string> GetMarkers(string text) => Marker.Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"(say|think)\[\w+\]")]
    private static partial Regex Marker { get; }
}
