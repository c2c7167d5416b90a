using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Options that are not sent are logged as a warning, once per option and client.</summary>
public sealed class IgnoredOptionsTests : IDisposable
{
    private readonly LogCapture _log = new();

    private IEnumerable<string> Warnings => _log.LibraryEntries.Where(entry => entry.StartsWith("Warning", StringComparison.Ordinal));

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Unknown_additional_property_is_logged_once_and_similar_key_is_named()
    {
        var chat = StubServer.WithDefaultResponse().CreateChatClient(options => options.LoggerFactory = _log);

        await AskAsync(chat, new() { AdditionalProperties = new() { ["safePrompt"] = true, ["seed"] = 1 } });
        await AskAsync(chat, new() { AdditionalProperties = new() { ["SafePrompt"] = true } });

        Assert.Equal(
            [
                "Warning 23 UnknownKey: ChatOptions.AdditionalProperties[\"safePrompt\"] is unknown and ignored. Use the key safe_prompt.",
                "Warning 23 UnknownKey: ChatOptions.AdditionalProperties[\"seed\"] is unknown and ignored. "
                + "Remove it. To send another field, return a ChatCompletionRequest from RawRepresentationFactory.",
            ],
            Warnings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Known_keys_keys_without_value_and_keys_of_frameworks_are_not_logged()
    {
        var chat = StubServer.WithDefaultResponse().CreateChatClient(options => options.LoggerFactory = _log);

        await AskAsync(chat, new()
        {
            AdditionalProperties = new()
            {
                ["Safe_Prompt"] = true,
                ["strict"] = false,
                ["prefix"] = false,
                ["unknown"] = null,
                ["Microsoft.Agents.AI.ChatHistoryProvider"] = new object(),
                ["_attribution"] = "a",
            },
        });

        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task Raw_request_of_another_type_is_logged_once()
    {
        var chat = StubServer.WithDefaultResponse().CreateChatClient(options => options.LoggerFactory = _log);

        await AskAsync(chat, new() { RawRepresentationFactory = _ => new EmbeddingRequest() });
        await AskAsync(chat, new() { RawRepresentationFactory = _ => new EmbeddingRequest() });
        await AskAsync(chat, new() { RawRepresentationFactory = _ => null });
        await AskAsync(chat, new() { RawRepresentationFactory = _ => new ChatCompletionRequest() });

        Assert.Equal(
            [
                "Warning 24 UnknownRawRequest: ChatOptions.RawRepresentationFactory returned "
                + "Mistral.Extensions.AI.Embeddings.EmbeddingRequest, which is ignored. Return ChatCompletionRequest or null.",
            ],
            Warnings);
    }

    [Fact]
    public async Task Ignored_options_of_embeddings_are_logged()
    {
        using var server = new StubEmbeddingServer();
        using var client = new MistralClient(new HttpClient(server), new() { ApiKey = "test-key", LoggerFactory = _log });

        await client.AsIEmbeddingGenerator("mistral-embed").GenerateAsync(
            ["1"],
            new()
            {
                RawRepresentationFactory = _ => "text",
                AdditionalProperties = new() { ["metadata"] = JsonElement.Parse("{}"), ["taskType"] = "query" },
            },
            TestContext.Current.CancellationToken);

        Assert.Collection(
            Warnings,
            entry => Assert.Contains("Options.RawRepresentationFactory returned System.String", entry, StringComparison.Ordinal),
            entry => Assert.Contains("EmbeddingGenerationOptions.AdditionalProperties[\"taskType\"]", entry, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logged_keys_are_limited()
    {
        var chat = StubServer.WithDefaultResponse().CreateChatClient(options => options.LoggerFactory = _log);

        foreach (var number in Enumerable.Range(0, 200))
            await AskAsync(chat, new() { AdditionalProperties = new() { [$"key{number}"] = 1 } });

        Assert.Equal(100, Warnings.Count());
    }

    private static Task AskAsync(IChatClient chat, ChatOptions options) =>
        chat.GetResponseAsync("Hi", options, TestContext.Current.CancellationToken);
}
