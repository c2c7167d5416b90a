using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

/// <summary>The contract, against api.mistral.ai: for whoever has a key. It costs some cents.</summary>
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
