using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Contract;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>
/// The contract tests with an emulator whose chat client is that of another emulator: the result must be the same as without the first one.
/// </summary>
public sealed class ChatClientContractTests : ChatClientContract
{
    private readonly List<IAsyncDisposable> _emulators = [];
    private readonly List<IDisposable> _clients = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var client in _clients)
            client.Dispose();
        foreach (var emulator in _emulators)
            await emulator.DisposeAsync();
    }

    protected override async ValueTask<IChatClient> CreateChatClientAsync() =>
        await StartAsync(new MistralEmulatorOptions { ChatClient = await StartAsync(new MistralEmulatorOptions()) });

    private async Task<IChatClient> StartAsync(MistralEmulatorOptions options)
    {
        var emulator = await MistralEmulator.StartAsync(options, Token);
        _emulators.Add(emulator);
        var client = new MistralClient(new MistralClientOptions { ApiKey = "emulator-key-0123456789", Endpoint = emulator.Endpoint });
        _clients.Add(client);
        return client.AsIChatClient("mistral-small-latest");
    }
}
