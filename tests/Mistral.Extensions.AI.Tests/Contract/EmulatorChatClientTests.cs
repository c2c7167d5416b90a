using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Contract;

/// <summary>The contract tests with the emulator, a local HTTP server that validates requests as Mistral does.</summary>
public sealed class EmulatorChatClientTests : ChatClientContract
{
    private MistralEmulator? _emulator;
    private MistralClient? _client;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client?.Dispose();
        if (_emulator is not null)
            await _emulator.DisposeAsync();
    }

    protected override async ValueTask<IChatClient> CreateChatClientAsync()
    {
        _emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        _client = new(new MistralClientOptions { ApiKey = "emulator-key-0123456789", Endpoint = _emulator.Endpoint });
        return _client.AsIChatClient("mistral-small-latest");
    }
}
