using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>Normalization works on a copy: the messages and options of the caller are not modified.</summary>
public sealed class NormalizationImmutabilityTests
{
    [Fact]
    public async Task Normalization_does_not_modify_the_messages_or_options()
    {
        List<ChatMessage> conversation =
        [
            FromUser("a"), FromAssistant(new TextReasoningContent("hm") { ProtectedData = "mistral:s" }, FunctionCall("call_1")),
            FromAssistant(FunctionCall("call_1"), FunctionCall("call_2")), FromAssistant(""),
            FromSystem("late"), FunctionResult("call_2", "2"), FunctionResults(new("call_1", "1"), new("call_1", "1b")), FromUser("b"),
            FromSystem("last"),
        ];
        var options = new ChatOptions { Instructions = "first", ResponseFormat = ChatResponseFormat.Json, StopSequences = ["x"] };
        var (messages, settings) = (Serialize(conversation), Serialize(options));

        var sent = await conversation.GetSentMessagesAsync(
            rules => (rules.MergeConsecutiveMessages, rules.BridgeToolToUser) = (true, true), options);

        Assert.Equal(messages, Serialize(conversation));
        Assert.Equal(settings, Serialize(options));
        // The conversation that was sent is normalized.
        Assert.Equal(
            ["system", "user", "assistant", "tool", "tool", "tool", "assistant", "user"],
            sent.AsArray().Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task Reused_raw_request_is_not_modified()
    {
        var raw = new ChatCompletionRequest { Messages = [new SystemMessage("raw")], Stop = ["x"] };
        var options = new ChatOptions { RawRepresentationFactory = _ => raw, StopSequences = ["y"] };

        var first = await new[]
        {
            FromUser("a"), FromAssistant("b"), FromSystem("late"), FromUser("c"),
        }.GetSentMessagesAsync(options: options);
        var second = await new[] { FromUser("a") }.GetSentMessagesAsync(options: options);

        JsonAssert.Equal("""
            [{"role":"system","content":"raw"},{"role":"system","content":"late"},
             {"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]
            """, first);
        JsonAssert.Equal("""[{"role":"system","content":"raw"},{"role":"user","content":"a"}]""", second);
        Assert.Single(raw.Messages);
        Assert.Single(raw.Stop);
    }

    [Fact]
    public async Task Messages_are_enumerated_once()
    {
        var enumerations = 0;
        IEnumerable<ChatMessage> GetMessages()
        {
            enumerations++;
            yield return FromUser("a");
            yield return FromAssistant(FunctionCall("call_1"));
            yield return FunctionResult("call_1", "1");
        }

        await GetMessages().GetSentMessagesAsync();

        Assert.Equal(1, enumerations);
    }

    private static string Serialize(List<ChatMessage> conversation) =>
        JsonSerializer.Serialize(conversation, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>)));

    private static string Serialize(ChatOptions options) =>
        JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatOptions)));
}
