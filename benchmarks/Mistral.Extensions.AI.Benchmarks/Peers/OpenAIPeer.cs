using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Mistral.Extensions.AI.Benchmarks.Peers;

/// <summary>The clients of the OpenAI package with their own types, without the adapters of Microsoft.Extensions.AI.OpenAI.</summary>
internal static class OpenAIPeer
{
    internal static Implementation CreateChat(ChatScenario scenario)
    {
        var server = scenario.CreateServer();
        var client = Clients.CreateOpenAI(new(server)).GetChatClient(Samples.Model);
        var createMessages = scenario.Convert(OpenAIMessages.Create);
        var tools = OpenAIMessages.CreateTools(scenario.Tools);
        return new(
            Implementation.OpenAI,
            server,
            async () => (await client.CompleteChatAsync(createMessages(), CreateOptions(tools))).Value,
            result => Describe((ChatCompletion)result));
    }

    internal static Implementation CreateStream(ChatScenario scenario)
    {
        var reads = new SingleEventReads();
        var server = scenario.CreateStreamServer(reads);
        var client = Clients.CreateOpenAI(new(server)).GetChatClient(Samples.Model);
        var createMessages = scenario.Convert(OpenAIMessages.Create);
        return new(Implementation.OpenAI, server, scenario.CreateRun(reads, ConsumeAsync), DescribeStream);

        async Task<object> ConsumeAsync()
        {
            var text = default(StreamedText);
            StreamingChatCompletionUpdate? last = null;
            await foreach (var update in client.CompleteChatStreamingAsync(createMessages()))
            {
                var content = update.ContentUpdate;
                for (var i = 0; i < content.Count; i++)
                    text.Append(content[i].Text);
                last = update;
            }

            return (text, last);
        }
    }

    internal static Implementation CreateEmbeddings(StubHandler server, string[] values)
    {
        var client = Clients.CreateOpenAI(new(server)).GetEmbeddingClient(EmbeddingWorkloads.Model);
        return new(
            Implementation.OpenAI,
            server,
            async () => (await client.GenerateEmbeddingsAsync(values)).Value,
            result => Descriptions.Describe(((OpenAIEmbeddingCollection)result).Select(embedding => embedding.ToFloats())));
    }

    /// <summary>Creates a function that returns the text of a response.</summary>
    internal static Func<List<Microsoft.Extensions.AI.ChatMessage>, Task<string>> CreateSender(HttpClient http, Uri? endpoint)
    {
        var client = Clients.CreateOpenAI(http, endpoint).GetChatClient(Samples.Model);
        return async messages => (await client.CompleteChatAsync(OpenAIMessages.Create(messages))).Value.Content[0].Text;
    }

    /// <summary>Creates a function that returns the number of text chunks of a stream.</summary>
    internal static Func<Task<int>> CreateStreamReader(
        HttpClient http, Uri endpoint, List<Microsoft.Extensions.AI.ChatMessage> messages)
    {
        var client = Clients.CreateOpenAI(http, endpoint).GetChatClient(Samples.Model);
        var converted = OpenAIMessages.Create(messages);
        return async () =>
        {
            var count = 0;
            await foreach (var update in client.CompleteChatStreamingAsync(converted))
            {
                var content = update.ContentUpdate;
                for (var i = 0; i < content.Count; i++)
                    count += content[i].Text.Length > 0 ? 1 : 0;
            }

            return count;
        };
    }

    private static ChatCompletionOptions CreateOptions(List<ChatTool> tools)
    {
        var options = new ChatCompletionOptions();
        foreach (var tool in tools)
            options.Tools.Add(tool);
        return options;
    }

    private static string Describe(ChatCompletion completion) => Descriptions.Describe(
        string.Concat(completion.Content.Select(part => part.Text)),
        ToText(completion.FinishReason),
        completion.Usage.TotalTokenCount,
        completion.ToolCalls.Select(call => (call.FunctionName, Descriptions.FlattenArguments(call.FunctionArguments))));

    private static string DescribeStream(object result)
    {
        var (text, last) = ((StreamedText, StreamingChatCompletionUpdate))result;
        return $"{text} {ToText(last.FinishReason!.Value)} {last.Usage.TotalTokenCount}";
    }

    private static string ToText(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.ToolCalls => "tool_calls",
        _ => reason.ToString().ToLowerInvariant(),
    };
}
