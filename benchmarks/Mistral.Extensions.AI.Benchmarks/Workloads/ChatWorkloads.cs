using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Requests to the chat completions API, with the whole response available at once.</summary>
internal static class ChatWorkloads
{
    private const string Json = "application/json";

    internal static Workload ShortChat() => Create(
        "chat, 10 messages in, 2 KB out", "call", 1, 1.1, 1.0,
        Samples.CreateConversation(10, 200), null, Samples.CreateCompletion(Samples.CreateText(2000)));

    internal static Workload ToolCalls() => Create(
        "10 tools in, 2 parallel calls out", "call", 1, 1.0, 1.0,
        Samples.CreateConversation(2, 200), new() { Tools = Samples.CreateTools(10) }, Samples.CreateToolCalls());

    internal static Workload History() => Create(
        "200-message history (80 KB)", "message", 200, 1.5, 1.0,
        Samples.CreateConversation(200, 400), null, Samples.CreateCompletion("Yes."));

    internal static Workload Image()
    {
        var image = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(image);
        // A new DataContent for each call, as in a program that sends each photo once.
        return Create(
            "one 4 MB image in a message", "call", 1, 2.0, 1.1,
            () => [new(ChatRole.User, [new TextContent("What is in the image?"), new DataContent(image, "image/png")])],
            null,
            Samples.CreateCompletion("A city."));
    }

    internal static Workload Stream(int chunks, bool oneEventPerRead)
    {
        var body = Samples.CreateStream(chunks);
        var messages = Samples.CreateConversation(2, 200);
        return new(
            oneEventPerRead ? $"stream of {chunks:N0} chunks, one event per read" : $"stream of {chunks:N0} chunks, all bytes available",
            "chunk",
            chunks,
            oneEventPerRead ? 0.35 : 0.40,
            oneEventPerRead ? 0.55 : 0.6,
            [
                CreateStreamImplementation("baseline", body, oneEventPerRead, http =>
                {
                    var client = Clients.CreateBaseline(http);
                    return () => client.GetStreamingResponseAsync(messages, null);
                }),
                CreateStreamImplementation("Mistral.Extensions.AI", body, oneEventPerRead, http =>
                {
                    var client = Clients.CreateMistral(http);
                    return () => client.GetStreamingResponseAsync(messages);
                }),
                OpenAIPeer.CreateStreamImplementation(body, messages, oneEventPerRead),
            ]);
    }

    private static Workload Create(
        string name, string unit, int units, double maxBytes, double maxTime,
        List<ChatMessage> messages, ChatOptions? options, byte[] body) =>
        Create(name, unit, units, maxBytes, maxTime, () => messages, options, body);

    private static Workload Create(
        string name, string unit, int units, double maxBytes, double maxTime,
        Func<List<ChatMessage>> createMessages, ChatOptions? options, byte[] body)
    {
        var baseline = Clients.CreateBaseline(new(new StubHandler(body, Json)));
        var client = Clients.CreateMistral(new(new StubHandler(body, Json)));
        return new(name, unit, units, maxBytes, maxTime,
        [
            new("baseline", async () => await baseline.GetResponseAsync(createMessages(), options), Describe),
            new("Mistral.Extensions.AI", async () => await client.GetResponseAsync(createMessages(), options), Describe),
            OpenAIPeer.CreateChatImplementation(body, createMessages, options),
        ]);
    }

    private static Implementation CreateStreamImplementation(
        string name, byte[] body, bool oneEventPerRead, Func<HttpClient, Func<IAsyncEnumerable<ChatResponseUpdate>>> create)
    {
        var reads = new SingleEventReads();
        var stream = create(new(new StubHandler(body, "text/event-stream", oneEventPerRead ? reads.CreateStream : null)));
        return new(name, oneEventPerRead ? () => reads.RunAsync(ConsumeAsync) : ConsumeAsync, Describe);

        // Keeps only the last update, like a program that prints a stream. The text is compared in the first run only.
        async Task<object> ConsumeAsync()
        {
            ChatResponseUpdate? last = null;
            var length = 0;
            await foreach (var update in stream())
            {
                foreach (var content in update.Contents)
                    length += content is TextContent text ? text.Text.Length : 0;
                last = update;
            }

            return (last, length);
        }
    }

    private static string Describe(object result) => result switch
    {
        ChatResponse response => Descriptions.Describe(response),
        (ChatResponseUpdate last, int length) =>
            $"{length} {last.FinishReason} {last.Contents.OfType<UsageContent>().Single().Details.TotalTokenCount}",
        _ => throw new ArgumentException("The result has an unknown type."),
    };
}
