using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class PrefixEchoTests
{
    private static readonly ChatMessage[] Conversation = [new(ChatRole.User, "Write."), new(ChatRole.Assistant, "Once upon")];

    [Theory]
    [InlineData(" a time", "Once upon a time")]
    [InlineData(" a time", "Once", " upon", " a time")]
    [InlineData(" a time", "Once upon a", " time")]
    [InlineData(" a time", "O", "n", "c", "e", "", " upon", "", " a time")]
    [InlineData(" a time, Once upon", "Once upon a time, Once upon")]
    // A server that does not repeat it: what looked like the beginning of an echo was none.
    [InlineData("Once more", "Once", " more")]
    [InlineData("Twice", "Twice")]
    [InlineData("Once", "Once")]
    [InlineData("", "Once upon")]
    public async Task The_prefix_is_taken_off_the_answer(string expected, params string[] pieces)
    {
        var streamed = await StreamAsync(pieces);
        var whole = await StubServer.Answering(StubServer.Completion($$"""{"role":"assistant","content":"{{string.Concat(pieces)}}"}"""))
            .Chat().GetResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected, streamed.Text);
        Assert.Equal(expected, whole.Text);
    }

    [Fact]
    public async Task The_prefix_is_kept_where_the_rules_say_so()
    {
        var response = await StubServer.Answering(StubServer.Completion("""{"role":"assistant","content":"Once upon a time"}"""))
            .Chat(options => options.ChatRules.StripPrefixEcho = false)
            .GetResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Once upon a time", response.Text);
    }

    [Fact]
    public async Task An_answer_to_no_prefix_keeps_words_of_the_conversation()
    {
        var response = await StubServer.Answering(StubServer.Completion("""{"role":"assistant","content":"Once upon a time"}"""))
            .Chat().GetResponseAsync([.. Conversation, new(ChatRole.User, "Say it again.")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Once upon a time", response.Text);
    }

    [Fact]
    public async Task Thinking_before_the_echo_does_not_hide_it()
    {
        var response = await StubServer.Streaming(
                StubServer.Chunk("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Once upon"}]},{"type":"text","text":"Once"}]}"""),
                StubServer.Chunk("""{"content":" upon a time"}""", "stop"))
            .Chat().GetStreamingResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(" a time", response.Text);
        Assert.Equal("Once upon", Assert.Single(response.Contents().OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public void Any_answer_in_any_pieces_loses_the_prefix_if_it_begins_with_it_and_nothing_otherwise()
    {
        // Two letters only, so that beginnings agree often.
        var texts = Gen.Elements('a', 'b').ArrayOf().Select(letters => new string(letters));
        var pieces = texts.ListOf();

        Prop.ForAll(texts.Where(text => text.Length > 0).ToArbitrary(), pieces.ToArbitrary(), (prefix, answer) =>
        {
            var echo = new PrefixEcho(prefix);
            var read = string.Concat(answer.Select(echo.Strip).ToList()) + echo.End();
            var whole = string.Concat(answer);
            return read == (whole.StartsWith(prefix, StringComparison.Ordinal) ? whole[prefix.Length..] : whole);
        }).QuickCheckThrowOnFailure();
    }

    private static Task<ChatResponse> StreamAsync(string[] pieces) =>
        StubServer.Streaming([.. pieces.Select(piece => StubServer.Chunk($$"""{"content":"{{piece}}"}""")), StubServer.Chunk("""{"content":""}""", "stop")])
            .Chat().GetStreamingResponseAsync(Conversation, cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);
}
