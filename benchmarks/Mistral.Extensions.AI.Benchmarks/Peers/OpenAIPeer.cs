using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Mistral.Extensions.AI.Benchmarks.Peers;

/// <summary>The clients of the OpenAI package, without the adapters of Microsoft.Extensions.AI.OpenAI.</summary>
internal static class OpenAIPeer
{
    private const string Name = "OpenAI";

    internal static Implementation CreateChatImplementation(byte[] body, Func<List<ChatMessage>> createMessages, ChatOptions? options)
    {
        var client = CreateClient(new(body, "application/json")).GetChatClient(Samples.Model);
        return new(
            Name,
            async () => (await client.CompleteChatAsync(ToMessages(createMessages()), ToOptions(options))).Value,
            result => Describe((ChatCompletion)result));
    }

    internal static Implementation CreateStreamImplementation(byte[] body, List<ChatMessage> messages, bool oneEventPerRead)
    {
        var reads = new SingleEventReads();
        var client = CreateClient(new(body, "text/event-stream", oneEventPerRead ? reads.CreateStream : null)).GetChatClient(Samples.Model);
        return new(Name, oneEventPerRead ? () => reads.RunAsync(ConsumeAsync) : ConsumeAsync, Describe);

        async Task<object> ConsumeAsync()
        {
            StreamingChatCompletionUpdate? last = null;
            var length = 0;
            await foreach (var update in client.CompleteChatStreamingAsync(ToMessages(messages)))
            {
                foreach (var part in update.ContentUpdate)
                    length += part.Text.Length;
                last = update;
            }

            return (last, length);
        }

        static string Describe(object result)
        {
            var (last, length) = ((StreamingChatCompletionUpdate, int))result;
            return $"{length} {ToFinishReason(last.FinishReason!.Value)} {last.Usage.TotalTokenCount}";
        }
    }

    internal static Implementation CreateEmbeddingImplementation(byte[] body, string[] values)
    {
        var client = CreateClient(new(body, "application/json")).GetEmbeddingClient("mistral-embed");
        return new(
            Name,
            async () => (await client.GenerateEmbeddingsAsync(values)).Value,
            result => Descriptions.Describe(((OpenAIEmbeddingCollection)result).Select(embedding => embedding.ToFloats())));
    }

    private static OpenAIClient CreateClient(StubHandler handler) => Clients.CreateOpenAI(new(handler));

    internal static List<OpenAI.Chat.ChatMessage> ToMessages(List<ChatMessage> messages)
    {
        var result = new List<OpenAI.Chat.ChatMessage>(messages.Count);
        foreach (var message in messages)
        {
            result.Add(message.Role.Value switch
            {
                "system" => OpenAI.Chat.ChatMessage.CreateSystemMessage(message.Text),
                "assistant" => OpenAI.Chat.ChatMessage.CreateAssistantMessage(message.Text),
                _ when message.Contents.Count == 1 => OpenAI.Chat.ChatMessage.CreateUserMessage(message.Text),
                _ => OpenAI.Chat.ChatMessage.CreateUserMessage(message.Contents.Select(ToPart)),
            });
        }

        return result;
    }

    private static ChatMessageContentPart ToPart(AIContent content) => content is DataContent data
        ? ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType)
        : ChatMessageContentPart.CreateTextPart(((TextContent)content).Text);

    private static ChatCompletionOptions ToOptions(ChatOptions? options)
    {
        var result = new ChatCompletionOptions();
        foreach (var tool in options?.Tools ?? [])
        {
            var function = (AIFunctionDeclaration)tool;
            result.Tools.Add(ChatTool.CreateFunctionTool(
                function.Name, function.Description, BinaryData.FromString(function.JsonSchema.GetRawText())));
        }

        return result;
    }

    private static string Describe(ChatCompletion completion) => Descriptions.Describe(
        string.Concat(completion.Content.Select(part => part.Text)),
        ToFinishReason(completion.FinishReason),
        completion.Usage.TotalTokenCount,
        completion.ToolCalls.Select(call => (call.FunctionName, Descriptions.FlattenArguments(call.FunctionArguments))));

    private static string ToFinishReason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.ToolCalls => "tool_calls",
        _ => reason.ToString().ToLowerInvariant(),
    };
}
