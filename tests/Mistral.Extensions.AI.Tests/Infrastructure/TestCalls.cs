using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>The shortest call there is, for tests in which it does not matter what is asked.</summary>
internal static class TestCalls
{
    internal static readonly ChatCompletionRequest ChatRequest = new() { Model = StubServer.Model, Messages = [new UserMessage("Hi")] };

    internal static async Task<string> CompleteTextAsync(this MistralClient client, CancellationToken? cancellationToken = null)
    {
        var answer = await client.Chat.CompleteAsync(ChatRequest, cancellationToken ?? TestContext.Current.CancellationToken);
        return answer.Choices![0].Message!.Content!.Text;
    }

    internal static async Task<string> StreamTextAsync(
        this MistralClient client, Action<string>? onChunk = null, CancellationToken? cancellationToken = null)
    {
        var text = "";
        await foreach (var chunk in client.Chat.StreamAsync(ChatRequest, cancellationToken ?? TestContext.Current.CancellationToken))
        {
            var piece = (chunk.Choices is [var choice, ..] ? choice.Delta : null)?.Content?.Text;
            text += piece;
            onChunk?.Invoke(piece ?? "");
        }

        return text;
    }

    /// <summary>What a call to this server is refused with.</summary>
    internal static Task<MistralException> ExpectErrorAsync(this StubServer server, Action<MistralClientOptions>? configure = null) =>
        Assert.ThrowsAsync<MistralException>(() => server.CreateClient(configure).CompleteTextAsync());

    /// <summary>An event of a stream, as it is on the wire.</summary>
    internal static string SseEvent(string payload) => $"data: {payload.ReplaceLineEndings(" ")}\n\n";
}
