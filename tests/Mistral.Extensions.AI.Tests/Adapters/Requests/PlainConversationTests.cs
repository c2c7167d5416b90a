using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Conversations of texts are mapped without message objects, but must be sent like all others.</summary>
public sealed class PlainConversationTests
{
    [Fact]
    public async Task Random_conversations_are_sent_as_if_they_had_message_objects()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 500; i++)
        {
            List<ChatMessage> messages = [.. Enumerable.Range(0, random.Next(6)).Select(_ => CreateMessage(random)), FromUser("Go on.")];
            var options = random.Next(3) == 0 ? new ChatOptions { Instructions = random.Choose("Be brief.", " ") } : null;
            var merges = random.Next(4) == 0;

            // Usage is not sent, but a message that contains it is not plain.
            List<ChatMessage> others = [.. messages.Select(message => message.Clone())];
            others.ForEach(message => message.Contents = [.. message.Contents, new UsageContent(new())]);
            JsonAssert.Equal(
                (await others.GetSentMessagesAsync(rules => rules.MergeConsecutiveMessages = merges, options)).ToJsonString(),
                await messages.GetSentMessagesAsync(rules => rules.MergeConsecutiveMessages = merges, options));
        }
    }

    [Fact]
    public async Task Stream_sends_the_messages_as_they_were_when_it_was_requested()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"OK"}""", "stop"));
        List<ChatMessage> messages = [FromUser("Hello")];
        var chat = server.CreateChatClient();
        var updates = chat.GetStreamingResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        ((TextContent)messages[0].Contents[0]).Text = "Changed";
        messages.Add(FromAssistant("Added"));

        await updates.ToChatResponseAsync(TestContext.Current.CancellationToken);
        await updates.ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.All(server.RequestBodies, body => JsonAssert.Equal("""[{"role":"user","content":"Hello"}]""", body!["messages"]));
        Assert.Equal(2, server.RequestBodies.Count);
    }

    [Fact]
    public async Task Messages_are_enumerated_once()
    {
        var enumerations = 0;

        await CreateMessages().GetSentMessagesAsync();

        Assert.Equal(1, enumerations);

        IEnumerable<ChatMessage> CreateMessages()
        {
            enumerations++;
            yield return FromUser("Hello");
        }
    }

    private static ChatMessage CreateMessage(Random random)
    {
        var text = random.Choose("Hi", "", " ", "A longer text with a line break.\nIt has more than 64 characters, and \"quotes\".");
        return random.Next(12) switch
        {
            < 4 => FromUser(text),
            < 8 => FromAssistant(text),
            < 10 => FromSystem(text),
            10 => new(new ChatRole("developer"), text),
            _ => new(ChatRole.User, text) { AuthorName = random.Choose("Ada", "Bob") },
        };
    }
}
