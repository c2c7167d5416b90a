using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

/// <summary>
/// A kernel whose Mistral client is connected to a running emulator. The emulator rejects what the Mistral API rejects; its responses are
/// deterministic or scripted.
/// </summary>
internal sealed class KernelFixture : IAsyncDisposable
{
    internal const string ModelId = "mistral-small-latest";

    internal const string ApiKey = "emulator-key-0123456789";

    private bool _requestsRecorded;

    private KernelFixture(MistralEmulator emulator, Action<IKernelBuilder, MistralClient>? configure)
    {
        Emulator = emulator;
        Client = new(new MistralClientOptions { ApiKey = ApiKey, Endpoint = emulator.Endpoint });
        var builder = Kernel.CreateBuilder().AddMistralChatClient(ModelId, Client);
        configure?.Invoke(builder, Client);
        Kernel = builder.Build();
    }

    internal Kernel Kernel { get; }

    internal MistralClient Client { get; }

    internal MistralEmulator Emulator { get; }

    /// <summary>The bodies of all requests so far. Fails if one of them got an error response.</summary>
    internal IReadOnlyList<JsonNode> RequestBodies
    {
        get
        {
            Assert.DoesNotContain(Emulator.Requests, request => request.StatusCode >= 400);
            return [.. Emulator.Requests.Select(request => request.Json!)];
        }
    }

    internal static Task<KernelFixture> StartAsync(Action<IKernelBuilder> configure) => StartAsync((builder, _) => configure(builder));

    internal static async Task<KernelFixture> StartAsync(Action<IKernelBuilder, MistralClient>? configure = null) =>
        new(await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken), configure);

    /// <summary>Gets the messages of a request, by its index.</summary>
    internal JsonArray GetMessages(int request) => RequestBodies[request]["messages"]!.AsArray();

    /// <summary>Gets the roles of the messages of a request, by its index.</summary>
    internal IEnumerable<string> GetRoles(int request) => GetMessages(request).Select(message => (string)message!["role"]!);

    /// <summary>Gets the content of the first message of each request.</summary>
    internal IEnumerable<string?> GetFirstMessages() => RequestBodies.Select(body => (string?)body["messages"]![0]!["content"]);

    /// <summary>Scripts the message of the next response.</summary>
    internal void EnqueueMessage(string message, string finishReason = "stop") =>
        Emulator.Enqueue(ScriptedResponse.Json(StubServer.Completion(message, finishReason)));

    /// <summary>Scripts the deltas of the next response, which is a stream.</summary>
    internal void EnqueueStream(string finishReason, params IEnumerable<string> deltas) => Emulator.Enqueue(ScriptedResponse.EventStream(
        deltas.Select(delta => OnOneLine(StubServer.Chunk(delta))).Append(OnOneLine(
            StubServer.Chunk("""{"content":""}""", finishReason, """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""")))));

    public async ValueTask DisposeAsync()
    {
        if (!_requestsRecorded)
        {
            _requestsRecorded = true;
            foreach (var request in Emulator.Requests.Where(request => request.StatusCode < 400))
                RequestLog.Record(new(request.Method), new(Emulator.Endpoint, request.Path), request.Json);
        }

        if (Kernel.Services is IAsyncDisposable services)
            await services.DisposeAsync();
        Client.Dispose();
        await Emulator.DisposeAsync();
    }

    private static string OnOneLine(string json) => json.ReplaceLineEndings(" ");
}
