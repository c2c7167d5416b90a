using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>
/// The client of one implementation. Each is created in a method of its own, so that a process loads only the assembly that it measures.
/// </summary>
internal static class ProcessClients
{
    /// <summary>Creates a function that returns the text of a response.</summary>
    internal static Func<List<ChatMessage>, Task<string>> CreateSender(string implementation, HttpClient http, Uri? endpoint = null) =>
        implementation switch
        {
            Implementation.OpenAI => OpenAIPeer.CreateSender(http, endpoint),
            Implementation.Anthropic => AnthropicPeer.CreateSender(http, endpoint),
            Implementation.Mistral => CreateMistralSender(http, endpoint),
            _ => CreateBaselineSender(http, endpoint),
        };

    /// <summary>Creates a function that returns the number of text chunks of a stream.</summary>
    internal static Func<Task<int>> CreateStreamReader(string implementation, HttpClient http, Uri endpoint, List<ChatMessage> messages) =>
        implementation switch
        {
            Implementation.OpenAI => OpenAIPeer.CreateStreamReader(http, endpoint, messages),
            Implementation.Anthropic => AnthropicPeer.CreateStreamReader(http, endpoint, messages),
            Implementation.Mistral => CreateMistralStreamReader(http, endpoint, messages),
            _ => CreateBaselineStreamReader(http, endpoint, messages),
        };

    private static Func<List<ChatMessage>, Task<string>> CreateBaselineSender(HttpClient http, Uri? endpoint)
    {
        var client = Clients.CreateBaseline(http, endpoint);
        return async messages => (await client.GetResponseAsync(messages, null)).Text;
    }

    private static Func<List<ChatMessage>, Task<string>> CreateMistralSender(HttpClient http, Uri? endpoint)
    {
        // The API rejects the image of LargeInput. Other servers that have the same interface may accept it.
        var client = Clients.CreateMistral(http, endpoint, new() { MaxImageSize = null });
        return async messages => (await client.GetResponseAsync(messages)).Text;
    }

    private static Func<Task<int>> CreateBaselineStreamReader(HttpClient http, Uri endpoint, List<ChatMessage> messages)
    {
        var client = Clients.CreateBaseline(http, endpoint);
        return () => CountAsync(client.GetStreamingResponseAsync(messages, null));
    }

    private static Func<Task<int>> CreateMistralStreamReader(HttpClient http, Uri endpoint, List<ChatMessage> messages)
    {
        var client = Clients.CreateMistral(http, endpoint);
        return () => CountAsync(client.GetStreamingResponseAsync(messages));
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var count = 0;
        await foreach (var update in updates)
        {
            for (var i = 0; i < update.Contents.Count; i++)
                count += update.Contents[i] is TextContent { Text.Length: > 0 } ? 1 : 0;
        }

        return count;
    }
}
