using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

/// <summary>The contract tests with api.mistral.ai. They need MISTRAL_API_KEY and cost a few cents.</summary>
[Trait("Category", "Live")]
public sealed class LiveChatClientTests : ChatClientContract
{
    private MistralClient? _client;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client?.Dispose();
    }

    protected override ValueTask<IChatClient> CreateChatClientAsync()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is { Length: > 0 }, "MISTRAL_API_KEY is not set.");
        _client = new();
        return new(_client.AsIChatClient("mistral-small-latest"));
    }
}
