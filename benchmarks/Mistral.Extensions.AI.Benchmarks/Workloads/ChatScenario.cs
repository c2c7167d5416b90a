using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>What a workload of the chat completions API sends and receives.</summary>
/// <param name="CreateMessages">Creates the messages.</param>
/// <param name="Body">The response of Mistral and OpenAI.</param>
/// <param name="AnthropicBody">The same response in the format of Anthropic.</param>
internal sealed record ChatScenario(Func<List<ChatMessage>> CreateMessages, byte[] Body, byte[] AnthropicBody)
{
    internal IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>Whether each call creates new messages; otherwise all calls send the same ones.</summary>
    internal bool CreatesMessagesForEachCall { get; init; }

    /// <summary>Whether the response is a stream that has one event per read.</summary>
    internal bool HasOneEventPerRead { get; init; }

    /// <summary>
    /// Returns the messages of the next call as objects of an implementation. The conversion is part of the measurement only if the program
    /// creates messages for each call: a program that uses a library keeps the history of a conversation as objects of this library.
    /// </summary>
    internal Func<T> Convert<T>(Func<List<ChatMessage>, T> convert)
    {
        if (CreatesMessagesForEachCall)
            return () => convert(CreateMessages());
        var messages = convert(CreateMessages());
        return () => messages;
    }

    internal StubHandler CreateServer() => new(Body, "application/json");

    internal StubHandler CreateAnthropicServer() => new(AnthropicBody, "application/json");

    internal StubHandler CreateStreamServer(SingleEventReads reads) => CreateStreamServer(Body, reads);

    internal StubHandler CreateAnthropicStreamServer(SingleEventReads reads) => CreateStreamServer(AnthropicBody, reads);

    /// <summary>Runs a consumer of a stream whose server was created with the same reads.</summary>
    internal Func<Task<object>> CreateRun(SingleEventReads reads, Func<Task<object>> consume) =>
        HasOneEventPerRead ? () => reads.RunAsync(consume) : consume;

    private StubHandler CreateStreamServer(byte[] body, SingleEventReads reads) =>
        new(body, "text/event-stream", HasOneEventPerRead ? reads.CreateStream : null);
}
