using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Adapters.Moderation;

/// <summary>The emulator as moderation server: a category in capital letters, such as PII, flags a text.</summary>
internal sealed class ModerationServer : IAsyncDisposable
{
    private readonly MistralClient _client;

    private ModerationServer(MistralEmulator emulator, MistralClientOptions options)
    {
        Emulator = emulator;
        options.Endpoint = emulator.Endpoint;
        options.ApiKey = "test-key";
        options.MaxRetries = 0;
        _client = new(options);
    }

    internal MistralEmulator Emulator { get; }

    /// <summary>The conversations of each request, as "user: Hello | assistant: Hi".</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Requests =>
    [
        .. Emulator.Requests.Select(request => JsonNode.Parse(request.Body.Span)!["input"]!.AsArray().Select(Describe).ToList()),
    ];

    internal static async Task<ModerationServer> StartAsync(MistralClientOptions? options = null) =>
        new(await MistralEmulator.StartAsync(null, TestContext.Current.CancellationToken), options ?? new());

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Emulator.DisposeAsync();
    }

    internal IChatClient Moderate(IChatClient chat, ModerationOptions? options = null) => chat.WithMistralModeration(_client, options);

    private static string Describe(JsonNode? conversation) =>
        string.Join(" | ", conversation!.AsArray().Select(message => $"{message!["role"]}: {message["content"]}"));
}
