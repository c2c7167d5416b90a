using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>The first call of a process, including the creation of the client, over loopback.</summary>
internal static class FirstCall
{
    /// <summary>Prints the time in milliseconds.</summary>
    internal static async Task RunAsync(string implementation, string port)
    {
        var start = Stopwatch.GetTimestamp();
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var sendAsync = ProcessClients.CreateSender(implementation, http, new($"http://127.0.0.1:{port}/v1/"));
        var text = await sendAsync([new(ChatRole.User, "Is it true?")]);
        Console.WriteLine(text == "Yes." ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : throw new InvalidOperationException(text));
    }
}
