using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests;

/// <summary>A kernel whose Mistral is the emulator: a server as strict as Mistral's, whose answers are fixed or scripted.</summary>
internal sealed class EmulatedKernel : IAsyncDisposable
{
    internal const string Model = "mistral-small-latest";

    private readonly MistralEmulator _emulator;
    private readonly MistralClient _client;
    private bool _recorded;

    private EmulatedKernel(MistralEmulator emulator, Action<IKernelBuilder, MistralClient>? configure)
    {
        _emulator = emulator;
        _client = new(new MistralClientOptions { ApiKey = "emulated", Endpoint = emulator.Endpoint });
        var builder = Kernel.CreateBuilder().AddMistralChatClient(Model, _client);
        configure?.Invoke(builder, _client);
        Kernel = builder.Build();
    }

    internal Kernel Kernel { get; }

    internal MistralClient Client => _client;

    internal MistralEmulator Emulator => _emulator;

    /// <summary>The bodies of the requests so far, none of them refused.</summary>
    internal IReadOnlyList<JsonNode> Bodies
    {
        get
        {
            Assert.DoesNotContain(_emulator.Requests, request => request.StatusCode >= 400);
            return [.. _emulator.Requests.Select(request => request.Json!)];
        }
    }

    internal static Task<EmulatedKernel> StartAsync(Action<IKernelBuilder> configure) => StartAsync((builder, _) => configure(builder));

    internal static async Task<EmulatedKernel> StartAsync(Action<IKernelBuilder, MistralClient>? configure = null) =>
        new(await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken), configure);

    /// <summary>The messages of a request.</summary>
    internal JsonNode Messages(int request) => Bodies[request]["messages"]!;

    /// <summary>Lets the model say this next.</summary>
    internal void Say(string message, string finishReason = "stop") => _emulator.Enqueue(ScriptedAnswer.Json(StubServer.Completion(message, finishReason)));

    /// <summary>Lets the model stream these pieces next.</summary>
    internal void Stream(string finishReason, params IEnumerable<string> deltas) => _emulator.Enqueue(ScriptedAnswer.EventStream(
        deltas.Select(delta => OneLine(StubServer.Chunk(delta))).Append(OneLine(
            StubServer.Chunk("""{"content":""}""", finishReason, """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""")))));

    public async ValueTask DisposeAsync()
    {
        if (!_recorded)
        {
            _recorded = true;
            foreach (var request in _emulator.Requests.Where(request => request.StatusCode < 400))
                RequestLog.Record(new(request.Method), new(_emulator.Endpoint, request.Path), request.Json);
        }

        if (Kernel.Services is IAsyncDisposable services)
            await services.DisposeAsync();
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    private static string OneLine(string json) => json.ReplaceLineEndings(" ");
}
