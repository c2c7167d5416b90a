using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Adapters.HostedConversations;

/// <summary>Tests of a chat client for conversations that sends its requests to an emulator.</summary>
public abstract class EmulatedConversationTests : IAsyncLifetime
{
    protected const string Model = "mistral-medium-latest";

    public static TheoryData<bool> Streaming => [false, true];

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    protected MistralEmulator Emulator { get; private set; } = null!;

    protected MistralClient Client { get; private set; } = null!;

    protected IChatClient Chat { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        Client = new(new MistralClientOptions { ApiKey = "test-key", Endpoint = Emulator.Endpoint });
        Chat = Client.AsConversationChatClient(Model);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<ChatResponse> SendAsync(bool stream, IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        SendAsync(Chat, stream, messages, options);

    protected static async Task<ChatResponse> SendAsync(
        IChatClient chat, bool stream, IEnumerable<ChatMessage> messages, ChatOptions? options) => stream
        ? await chat.GetStreamingResponseAsync(messages, options, CancellationToken).ToChatResponseAsync(CancellationToken)
        : await chat.GetResponseAsync(messages, options, CancellationToken);
}
