using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>The shortest call there is, for tests in which it does not matter what is asked.</summary>
internal static class Calls
{
    internal static readonly ChatCompletionRequest Request = new() { Model = StubServer.Model, Messages = [new UserMessage("Hi")] };

    internal static async Task<string> AskAsync(this MistralClient client, CancellationToken? cancellationToken = null)
    {
        var answer = await client.Chat.CompleteAsync(Request, cancellationToken ?? TestContext.Current.CancellationToken);
        return answer.Choices![0].Message!.Content!.Text;
    }

    internal static async Task<string> StreamAsync(
        this MistralClient client, Action<string>? onPiece = null, CancellationToken? cancellationToken = null)
    {
        var text = "";
        await foreach (var chunk in client.Chat.StreamAsync(Request, cancellationToken ?? TestContext.Current.CancellationToken))
        {
            var piece = (chunk.Choices is [var choice, ..] ? choice.Delta : null)?.Content?.Text;
            text += piece;
            onPiece?.Invoke(piece ?? "");
        }

        return text;
    }

    /// <summary>What a call to this server is refused with.</summary>
    internal static Task<MistralException> RefusedAsync(this StubServer server, Action<MistralClientOptions>? configure = null) =>
        Assert.ThrowsAsync<MistralException>(() => server.Client(configure).AskAsync());

    /// <summary>An event of a stream, as it is on the wire.</summary>
    internal static string Event(string payload) => $"data: {payload.ReplaceLineEndings(" ")}\n\n";
}
