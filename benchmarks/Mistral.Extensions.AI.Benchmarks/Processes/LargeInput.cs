using System.Diagnostics;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Sends an image of 100 MB. The peak memory is measured, so each implementation needs a separate process.</summary>
internal static class LargeInput
{
    private const int Size = 100 * 1024 * 1024;

    /// <summary>Prints the allocated bytes and the growth of the peak memory, in MB, of one call.</summary>
    internal static async Task RunAsync(string implementation)
    {
        var sendAsync = CreateSender(implementation, new(new StubHandler(Samples.CreateCompletion("Yes."), "application/json")));
        // The small image loads the code. The large image is allocated before the measurement, as in a program that has read a file.
        await sendAsync(new byte[1000]);
        var image = new byte[Size];
        new Random(1).NextBytes(image);
        var (bytes, peak) = (GC.GetTotalAllocatedBytes(precise: true), Process.GetCurrentProcess().PeakWorkingSet64);
        await sendAsync(image);
        var growth = Process.GetCurrentProcess().PeakWorkingSet64 - peak;
        Console.WriteLine($"{(GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1048576.0} {growth / 1048576.0}");
        GC.KeepAlive(image);
    }

    private static Func<byte[], Task> CreateSender(string implementation, HttpClient http)
    {
        var baseline = Clients.CreateBaseline(http);
        // The API rejects images of this size. Other servers that have the same interface may accept them.
        var mistral = Clients.CreateMistral(http, rules: new() { MaxImageSize = null });
        var openAI = Clients.CreateOpenAI(http).GetChatClient(Samples.Model);
        return implementation switch
        {
            "baseline" => image => baseline.GetResponseAsync(CreateMessages(image), null),
            "openai" => image => openAI.CompleteChatAsync(OpenAIPeer.ToMessages(CreateMessages(image))),
            _ => image => mistral.GetResponseAsync(CreateMessages(image)),
        };
    }

    private static List<ChatMessage> CreateMessages(byte[] image) =>
        [new(ChatRole.User, [new TextContent("What is in the image?"), new DataContent(image, "image/png")])];
}
