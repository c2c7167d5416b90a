using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Every way to ask the API, so that no fault is handled on one of them only. Each says <see cref="SecretText"/> where it says something.</summary>
internal static class ApiOperations
{
    internal const string SecretText = "words-that-stay-between-us";

    private static readonly Dictionary<string, (string Route, Func<MistralClient, CancellationToken, Task> CallAsync)> All = new()
    {
        ["chat"] = ("POST /v1/chat/completions", (client, cancel) => client.Chat.CompleteAsync(Chat, cancel)),
        ["chat, streamed"] = ("POST /v1/chat/completions", (client, cancel) => ReadAsync(client.Chat.StreamAsync(Chat, cancel))),
        ["fim"] = ("POST /v1/fim/completions", (client, cancel) => client.Fim.CompleteAsync(Fim, cancel)),
        ["fim, streamed"] = ("POST /v1/fim/completions", (client, cancel) => ReadAsync(client.Fim.StreamAsync(Fim, cancel))),
        ["embeddings"] = ("POST /v1/embeddings", (client, cancel) =>
            client.Embeddings.CreateAsync(new EmbeddingRequest { Model = "mistral-embed", Input = [SecretText] }, cancel)),
        ["ocr"] = ("POST /v1/ocr", (client, cancel) => client.Ocr.ProcessAsync(
            new OcrRequest { Model = "mistral-ocr-latest", Document = new DocumentUrlChunk($"https://files.example/{SecretText}.pdf") }, cancel)),
        ["models"] = ("GET /v1/models", (client, cancel) => client.Models.ListAsync(cancellationToken: cancel)),
        ["a model"] = ("GET /v1/models/m", (client, cancel) => client.Models.GetAsync("m", cancel)),
        ["deletion of a model"] = ("DELETE /v1/models/m", (client, cancel) => client.Models.DeleteAsync("m", cancel)),
    };

    internal static IEnumerable<string> Names => All.Keys;

    internal static IEnumerable<string> StreamingNames => Names.Where(IsStreaming);

    internal static IEnumerable<string> NonStreamingNames => Names.Where(name => !IsStreaming(name));

    private static ChatCompletionRequest Chat => new() { Model = "mistral-small-latest", Messages = [new UserMessage(SecretText)] };

    private static FimCompletionRequest Fim => new() { Model = "codestral-latest", Prompt = SecretText };

    /// <summary>Method and path, as messages and logs say them.</summary>
    internal static string GetRequestLine(string name) => All[name].Route;

    internal static bool IsStreaming(string name) => name.EndsWith("streamed", StringComparison.Ordinal);

    internal static Task CallAsync(this MistralClient client, string name, CancellationToken? cancellationToken = null) =>
        All[name].CallAsync(client, cancellationToken ?? TestContext.Current.CancellationToken);

    private static async Task ReadAsync(IAsyncEnumerable<CompletionChunk> stream)
    {
        await foreach (var _ in stream)
        {
        }
    }
}
