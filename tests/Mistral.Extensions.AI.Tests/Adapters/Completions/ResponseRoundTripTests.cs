using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>Random responses of any provider are converted to the API, sent as JSON, and converted back.</summary>
public sealed class ResponseRoundTripTests
{
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = MistralJson.Default };

    [Fact]
    public void Response_is_the_same_after_a_round_trip() => Check(async response =>
    {
        var completion = Serialize(response.ToChatCompletionResponse(includeExecutedCalls: true));

        return Read(completion).ToChatResponse();
    });

    [Fact]
    public void Streamed_response_is_the_same_after_a_round_trip() => Check(async response =>
    {
        var chunks = Split(response).ToCompletionChunksAsync(includeExecutedCalls: true);

        return await ReadStream(chunks).ToChatResponseUpdatesAsync().ToChatResponseAsync();
    });

    [Fact]
    public void Round_trip_through_the_API_and_back_gives_the_same_JSON() => Prop.ForAll(RandomResponse.Any, random =>
    {
        var completion = Serialize(random.Create().ToChatCompletionResponse());

        var again = Serialize(Read(completion).ToChatResponse().ToChatCompletionResponse());

        return (again == completion).Label($"{completion}\n{again}");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Streamed_response_equals_the_complete_response_without_executed_calls() => Prop.ForAll(RandomResponse.Any, random =>
    {
        var complete = Read(Serialize(random.Create().ToChatCompletionResponse())).ToChatResponse();
        var streamed = ReadStream(Split(random.Create()).ToCompletionChunksAsync()).ToChatResponseUpdatesAsync().ToChatResponseAsync();

        return (ResponseText.Describe(complete) == ResponseText.Describe(streamed.GetAwaiter().GetResult()))
            .Label($"{ResponseText.Describe(complete)}\n--\n{ResponseText.Describe(streamed.GetAwaiter().GetResult())}");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Message_of_a_response_has_all_texts_and_the_calls_without_a_result() => Prop.ForAll(RandomResponse.Any, random =>
    {
        var response = random.Create();
        var message = response.ToChatCompletionResponse().Choices![0].Message!;
        var results = response.Messages.SelectMany(item => item.Contents).OfType<FunctionResultContent>().Select(result => result.CallId);

        return message.Content?.Text is null or "" == (GetText(response).Length == 0)
            && (message.Content?.Text ?? "") == GetText(response)
            && (message.ToolCalls ?? []).Select(call => call.Id).SequenceEqual(GetCalls(response).Except(results))
            && message.ToolCalls is { Count: > 0 } == random.HasPendingCalls;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chunks_follow_the_conventions_of_a_stream() => Prop.ForAll(RandomResponse.Any, random =>
    {
        var chunks = Split(random.Create()).ToCompletionChunksAsync().ToBlockingEnumerable().ToList();
        var choices = chunks.Select(chunk => chunk.Choices!.Single()).ToList();

        return choices[0].Delta!.Role == "assistant" && choices.Skip(1).All(choice => choice.Delta!.Role is null)
            && choices[^1].FinishReason is not null && choices.SkipLast(1).All(choice => choice.FinishReason is null)
            && chunks.SkipLast(1).All(chunk => chunk.Usage is null)
            && choices.SkipLast(1).All(choice => choice.Delta!.ToolCalls is null)
            && chunks.Select(chunk => (chunk.Id, chunk.Model, chunk.Created, chunk.Object)).Distinct().Count() == 1
            && (choices[^1].Delta!.ToolCalls ?? []).Select((call, index) => call.Index == index).All(isNext => isNext);
    }).QuickCheckThrowOnFailure();

    private static void Check(Func<ChatResponse, Task<ChatResponse>> roundTrip) => Prop.ForAll(RandomResponse.Any, random =>
    {
        var expected = ResponseText.Describe(WithFinishReason(random.Create()));

        var actual = ResponseText.Describe(roundTrip(random.Create()).GetAwaiter().GetResult());

        return (expected == actual).Label($"{expected}\n--\n{actual}");
    }).QuickCheckThrowOnFailure();

    // A response of the API always has a finish reason.
    private static ChatResponse WithFinishReason(ChatResponse response)
    {
        response.FinishReason ??= ChatFinishReason.Stop;
        return response;
    }

    private static string Serialize(ChatCompletionResponse response) =>
        JsonSerializer.Serialize(response, Json.GetTypeInfo(typeof(ChatCompletionResponse)));

    private static ChatCompletionResponse Read(string json) =>
        (ChatCompletionResponse)JsonSerializer.Deserialize(json, Json.GetTypeInfo(typeof(ChatCompletionResponse)))!;

    /// <summary>Reads the JSON of chunks as the client of this library does.</summary>
    private static async IAsyncEnumerable<CompletionChunk> ReadStream(IAsyncEnumerable<CompletionChunk> chunks)
    {
        var reader = new CompletionChunkReader(choiceCount: 1);
        var typeInfo = Json.GetTypeInfo(typeof(CompletionChunk));
        await foreach (var chunk in chunks)
        {
            var json = JsonSerializer.Serialize(chunk, typeInfo);
            yield return reader.TryRead(Encoding.UTF8.GetBytes(json)) ?? (CompletionChunk)JsonSerializer.Deserialize(json, typeInfo)!;
        }
    }

    /// <summary>Splits a response into updates of one content, and texts into two parts. Results of parallel calls stay together.</summary>
    private static async IAsyncEnumerable<ChatResponseUpdate> Split(ChatResponse response)
    {
        if (response.Messages.Count == 0)
            yield return CreateUpdate(response, ChatRole.Assistant, null);
        foreach (var update in response.ToChatResponseUpdates())
        {
            if (update.Role == ChatRole.Assistant)
            {
                foreach (var content in update.Contents.SelectMany(SplitText))
                    yield return CreateUpdate(response, update.Role, content);
                update.Contents = [];
            }

            yield return update;
        }
    }

    private static ChatResponseUpdate CreateUpdate(ChatResponse response, ChatRole? role, AIContent? content) =>
        new(role, content is null ? [] : [content])
        {
            ResponseId = response.ResponseId,
            ModelId = response.ModelId,
            CreatedAt = response.CreatedAt,
        };

    private static IEnumerable<AIContent> SplitText(AIContent content) => content is TextContent { Text.Length: > 3 } text
        ? [new TextContent(text.Text[..3]), new TextContent(text.Text[3..])]
        : [content];

    private static string GetText(ChatResponse response) =>
        string.Concat(response.Messages.SelectMany(message => message.Contents).OfType<TextContent>().Select(content => content.Text));

    private static IEnumerable<string> GetCalls(ChatResponse response) =>
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.CallId);
}
