using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Makes minimal calls, for tests in which the content of the request does not matter.</summary>
internal static class TestCalls
{
    internal static readonly ChatCompletionRequest ChatRequest = new() { Model = StubServer.Model, Messages = [new UserMessage("Hi")] };

    /// <summary>Gets the text of a chat completion.</summary>
    internal static async Task<string> CompleteTextAsync(this MistralClient client, CancellationToken? cancellationToken = null)
    {
        var response = await client.Chat.CompleteAsync(ChatRequest, cancellationToken ?? TestContext.Current.CancellationToken);
        return response.Choices![0].Message!.Content!.Text;
    }

    /// <summary>Gets the text of a streamed chat completion. <paramref name="onChunk"/> receives the text of each chunk.</summary>
    internal static async Task<string> StreamTextAsync(
        this MistralClient client, Action<string>? onChunk = null, CancellationToken? cancellationToken = null)
    {
        var text = "";
        await foreach (var chunk in client.Chat.StreamAsync(ChatRequest, cancellationToken ?? TestContext.Current.CancellationToken))
        {
            var delta = (chunk.Choices is [var choice, ..] ? choice.Delta : null)?.Content?.Text;
            text += delta;
            onChunk?.Invoke(delta ?? "");
        }

        return text;
    }

    /// <summary>Gets the exception of a call to this server.</summary>
    internal static Task<MistralException> ExpectErrorAsync(this StubServer server, Action<MistralClientOptions>? configure = null) =>
        Assert.ThrowsAsync<MistralException>(() => server.CreateClient(configure).CompleteTextAsync());

    /// <summary>Formats a payload as a server-sent event.</summary>
    internal static string SseEvent(string payload) => $"data: {payload.ReplaceLineEndings(" ")}\n\n";
}
