using System.Diagnostics;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Sends an image of 100 MB. The peak memory is measured, so each contestant needs a process of its own.</summary>
internal static class LargeInput
{
    private const int Size = 100 * 1024 * 1024;

    /// <summary>Prints the allocated bytes and the growth of the peak memory, in MB, of one call.</summary>
    internal static async Task RunAsync(string contestant)
    {
        var sendAsync = CreateSender(contestant, new(new StubHandler(Samples.CreateCompletion("Yes."), "application/json")));
        // The small image loads the code. The large one exists before the measurement, as a program has it that read a file.
        await sendAsync(new byte[1000]);
        var image = new byte[Size];
        new Random(1).NextBytes(image);
        var (bytes, peak) = (GC.GetTotalAllocatedBytes(precise: true), Process.GetCurrentProcess().PeakWorkingSet64);
        await sendAsync(image);
        var growth = Process.GetCurrentProcess().PeakWorkingSet64 - peak;
        Console.WriteLine($"{(GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1048576.0} {growth / 1048576.0}");
        GC.KeepAlive(image);
    }

    private static Func<byte[], Task> CreateSender(string contestant, HttpClient http)
    {
        var (floor, mistral, openAI) =
            (Clients.CreateFloor(http), Clients.CreateMistral(http), Clients.CreateOpenAI(http).GetChatClient(Samples.Model));
        return contestant switch
        {
            "floor" => image => floor.GetResponseAsync(CreateMessages(image), null),
            "openai" => image => openAI.CompleteChatAsync(OpenAIPeer.ToMessages(CreateMessages(image))),
            _ => image => mistral.GetResponseAsync(CreateMessages(image)),
        };
    }

    private static List<ChatMessage> CreateMessages(byte[] image) =>
        [new(ChatRole.User, [new TextContent("What is in the image?"), new DataContent(image, "image/png")])];
}
