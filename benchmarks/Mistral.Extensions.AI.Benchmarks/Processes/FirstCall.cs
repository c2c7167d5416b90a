using System.Diagnostics;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>The first call of a process, including the creation of the client, over loopback.</summary>
internal static class FirstCall
{
    /// <summary>Prints the time in milliseconds.</summary>
    internal static async Task RunAsync(string implementation, int port)
    {
        var start = Stopwatch.GetTimestamp();
        var endpoint = new Uri($"http://127.0.0.1:{port}/v1/");
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        List<ChatMessage> messages = [new(ChatRole.User, "Is it true?")];
        var text = implementation switch
        {
            "baseline" => (await Clients.CreateBaseline(http, endpoint).GetResponseAsync(messages, null)).Text,
            "openai" => await CallOpenAIAsync(http, endpoint, messages),
            _ => (await Clients.CreateMistral(http, endpoint).GetResponseAsync(messages)).Text,
        };
        Console.WriteLine(text == "Yes." ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : throw new InvalidOperationException(text));
    }

    private static async Task<string> CallOpenAIAsync(HttpClient http, Uri endpoint, List<ChatMessage> messages)
    {
        var client = Clients.CreateOpenAI(http, endpoint).GetChatClient(Samples.Model);
        return (await client.CompleteChatAsync(OpenAIPeer.ToMessages(messages))).Value.Content[0].Text;
    }
}
