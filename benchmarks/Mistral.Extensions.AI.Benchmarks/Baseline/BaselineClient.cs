using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Benchmarks.Baseline;

/// <summary>
/// A minimal client, written by hand with HttpClient, source-generated JSON and SseParser. The other implementations are compared with it.
/// It has no options, no validation, no error handling, no retries and no timeouts.
/// </summary>
internal sealed class BaselineClient(HttpClient http, Uri endpoint, string model)
{
    private static readonly AuthenticationHeaderValue Key = new("Bearer", "emulator-key-0123456789");

    private readonly Uri _chatUri = new(endpoint, "chat/completions");
    private readonly Uri _embeddingsUri = new(endpoint, "embeddings");

    internal async Task<ChatResponse> GetResponseAsync(IList<ChatMessage> messages, ChatOptions? options)
    {
        var completion = await SendAsync(
            _chatUri, BaselineRequest.CreateChat(model, messages, options, stream: false), BaselineJson.Default.BaselineCompletion);
        var choice = completion.Choices[0];
        return new(new ChatMessage(ChatRole.Assistant, ToContents(choice.Message!)) { MessageId = completion.Id })
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(completion.Created),
            FinishReason = ToFinishReason(choice.FinishReason!),
            Usage = ToUsage(completion.Usage!),
        };
    }

    internal async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IList<ChatMessage> messages, ChatOptions? options)
    {
        using var request = CreateRequest(_chatUri, BaselineRequest.CreateChat(model, messages, options, stream: true));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var events = SseParser.Create(
            stream,
            static (_, data) =>
                data.SequenceEqual("[DONE]"u8) ? null : JsonSerializer.Deserialize(data, BaselineJson.Default.BaselineCompletion));
        await foreach (var item in events.EnumerateAsync())
        {
            if (item.Data is not { } chunk)
                break;

            yield return ToUpdate(chunk);
        }
    }

    internal async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IList<string> values, bool base64)
    {
        var response = await SendAsync(
            _embeddingsUri, BaselineRequest.CreateEmbeddings(model, values, base64), BaselineJson.Default.BaselineEmbeddings);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(response.Data.Count) { Usage = ToUsage(response.Usage) };
        foreach (var item in response.Data)
            embeddings.Add(new(item.Embedding) { ModelId = response.Model });
        return embeddings;
    }

    private async Task<T> SendAsync<T>(Uri uri, HttpContent content, JsonTypeInfo<T> type)
    {
        using var request = CreateRequest(uri, content);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        return (await JsonSerializer.DeserializeAsync(stream, type))!;
    }

    private static HttpRequestMessage CreateRequest(Uri uri, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.Authorization = Key;
        return request;
    }

    private static ChatResponseUpdate ToUpdate(BaselineCompletion chunk)
    {
        var update = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ResponseId = chunk.Id,
            MessageId = chunk.Id,
            ModelId = chunk.Model,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(chunk.Created),
        };
        var choice = chunk.Choices[0];
        if (choice.Delta is { } delta)
            update.Contents = ToContents(delta);
        if (choice.FinishReason is { } reason)
            update.FinishReason = ToFinishReason(reason);
        if (chunk.Usage is { } usage)
            update.Contents.Add(new UsageContent(ToUsage(usage)));
        return update;
    }

    private static List<AIContent> ToContents(BaselineMessage message)
    {
        var contents = new List<AIContent>();
        if (message.Content is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        foreach (var call in message.ToolCalls ?? [])
            contents.Add(new FunctionCallContent(call.Id, call.Function.Name, ToArguments(call.Function.Arguments)));
        return contents;
    }

    private static Dictionary<string, object?> ToArguments(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        var arguments = new Dictionary<string, object?>();
        foreach (var property in root.EnumerateObject())
            arguments.Add(property.Name, property.Value);
        return arguments;
    }

    private static ChatFinishReason ToFinishReason(string reason) =>
        reason is "tool_calls" ? ChatFinishReason.ToolCalls : reason is "length" ? ChatFinishReason.Length : ChatFinishReason.Stop;

    private static UsageDetails ToUsage(BaselineUsage usage) => new()
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
    };
}
