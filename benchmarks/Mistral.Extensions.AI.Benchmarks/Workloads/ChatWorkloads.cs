using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Requests to the chat completions API, with the whole response available at once.</summary>
internal static class ChatWorkloads
{
    internal static Workload ShortChat()
    {
        var scenario = CreateScenario(10, 200, Samples.CreateText(2000));
        var workload = Create("chat, 10 messages in, 2 KB out", "call", 1, 1.1, 1.0, scenario);
        return workload with { Implementations = [.. workload.Implementations, CreateWithRetries(scenario)] };
    }

    internal static Workload ToolCalls() => Create(
        "10 tools in, 2 parallel calls out", "call", 1, 1.0, 1.0,
        new(() => Samples.CreateConversation(2, 200), Samples.CreateToolCalls(), AnthropicSamples.CreateToolCalls())
        {
            Tools = Samples.CreateTools(10),
        });

    internal static Workload History() =>
        Create("200-message history (80 KB)", "message", 200, 1.5, 1.0, CreateScenario(200, 400, "Yes."));

    internal static Workload Image()
    {
        var image = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(image);
        var scenario = CreateScenario(0, 0, "A city.") with
        {
            CreateMessages =
                () => [new(ChatRole.User, [new TextContent("What is in the image?"), new DataContent(image, "image/png")])],
            // As in a program that sends each photo once.
            CreatesMessagesForEachCall = true,
        };
        return Create("one 4 MB image in a message", "call", 1, 2.0, 1.1, scenario);
    }

    private static ChatScenario CreateScenario(int messages, int length, string response) => new(
        () => Samples.CreateConversation(messages, length),
        Samples.CreateCompletion(response),
        AnthropicSamples.CreateMessage(response));

    private static Workload Create(string name, string unit, int units, double maxBytes, double maxTime, ChatScenario scenario) =>
        new(name, unit, units, maxBytes, maxTime)
        {
            Implementations =
            [
                CreateBaseline(scenario),
                CreateMistral(Implementation.Mistral, scenario, server => Clients.CreateMistral(new(server))),
                OpenAIPeer.CreateChat(scenario),
                AnthropicPeer.CreateChat(scenario),
            ],
        };

    private static Implementation CreateBaseline(ChatScenario scenario)
    {
        var server = scenario.CreateServer();
        var client = Clients.CreateBaseline(new(server));
        var createMessages = scenario.Convert(messages => messages);
        var options = CreateOptions(scenario);
        return new(Implementation.Baseline, server, async () => await client.GetResponseAsync(createMessages(), options), Describe);
    }

    // The HTTP client of AddMistralClient, which retries and translates connection errors.
    private static Implementation CreateWithRetries(ChatScenario scenario) =>
        CreateMistral(Implementation.MistralWithRetries, scenario, Clients.CreateMistralWithRetries);

    private static Implementation CreateMistral(string name, ChatScenario scenario, Func<StubHandler, IChatClient> createClient)
    {
        var server = scenario.CreateServer();
        var client = createClient(server);
        var createMessages = scenario.Convert(messages => messages);
        var options = CreateOptions(scenario);
        return new(name, server, async () => await client.GetResponseAsync(createMessages(), options), Describe);
    }

    private static ChatOptions? CreateOptions(ChatScenario scenario) =>
        scenario.Tools.Count > 0 ? new() { Tools = [.. scenario.Tools] } : null;

    private static string Describe(object result) => Descriptions.Describe((ChatResponse)result);
}
