using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>The API repeats the prefix at the beginning of the response. The chat client removes it.</summary>
public sealed class PrefixStrippingTests
{
    private static readonly ChatMessage[] Conversation = [new(ChatRole.User, "Write."), new(ChatRole.Assistant, "Once upon")];

    [Theory]
    [InlineData(" a time", "Once upon a time")]
    [InlineData(" a time", "Once", " upon", " a time")]
    [InlineData(" a time", "Once upon a", " time")]
    [InlineData(" a time", "O", "n", "c", "e", "", " upon", "", " a time")]
    [InlineData(" a time, Once upon", "Once upon a time, Once upon")]
    // A server that does not repeat the prefix: a partial match is part of the response.
    [InlineData("Once more", "Once", " more")]
    [InlineData("Twice", "Twice")]
    [InlineData("Once", "Once")]
    [InlineData("", "Once upon")]
    public async Task Prefix_is_removed_from_the_response(string expected, params string[] chunks)
    {
        var streamed = await StreamAsync(chunks);
        var complete = await StubServer.WithResponse(
            StubServer.Completion($$"""{"role":"assistant","content":"{{string.Concat(chunks)}}"}"""))
            .CreateChatClient().GetResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected, streamed.Text);
        Assert.Equal(expected, complete.Text);
    }

    [Fact]
    public async Task Prefix_is_kept_when_StripPrefixEcho_is_false()
    {
        var response = await StubServer.WithResponse(StubServer.Completion("""{"role":"assistant","content":"Once upon a time"}"""))
            .CreateChatClient(options => options.ChatRules.StripPrefixEcho = false)
            .GetResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Once upon a time", response.Text);
    }

    [Fact]
    public async Task Response_to_a_request_without_prefix_is_not_changed()
    {
        var response = await StubServer.WithResponse(StubServer.Completion("""{"role":"assistant","content":"Once upon a time"}"""))
            .CreateChatClient().GetResponseAsync(
                [.. Conversation, new(ChatRole.User, "Say it again.")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Once upon a time", response.Text);
    }

    [Fact]
    public async Task Prefix_after_thinking_is_removed()
    {
        var response = await StubServer.WithStream(
                StubServer.Chunk(
                    """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Once upon"}]},{"type":"text","text":"Once"}]}"""),
                StubServer.Chunk("""{"content":" upon a time"}""", "stop"))
            .CreateChatClient().GetStreamingResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(" a time", response.Text);
        Assert.Equal("Once upon", Assert.Single(response.Contents().OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public void Prefix_at_the_start_of_any_response_is_removed()
    {
        // Only two characters, so that prefixes match often.
        var texts = Gen.Elements('a', 'b').ArrayOf().Select(characters => new string(characters));
        var responses = texts.ListOf();

        Prop.ForAll(texts.Where(text => text.Length > 0).ToArbitrary(), responses.ToArbitrary(), (prefix, chunks) =>
        {
            var stripper = new PrefixStripper(prefix);
            var stripped = string.Concat(chunks.Select(stripper.Strip).ToList()) + stripper.Complete();
            var text = string.Concat(chunks);
            return stripped == (text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text);
        }).QuickCheckThrowOnFailure();
    }

    private static Task<ChatResponse> StreamAsync(string[] chunks) =>
        StubServer.WithStream(
            [.. chunks.Select(text => StubServer.Chunk($$"""{"content":"{{text}}"}""")), StubServer.Chunk("""{"content":""}""", "stop")])
            .CreateChatClient().GetStreamingResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);
}
