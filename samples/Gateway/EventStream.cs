using System.Text.Json;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Chat;

/// <summary>Writes chunks as server-sent events that end with <c>[DONE]</c>.</summary>
internal static class EventStream
{
    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = MistralJson.Default };

    public static IResult Create(IAsyncEnumerable<CompletionChunk> chunks) => TypedResults.ServerSentEvents(ToEventsAsync(chunks));

    private static async IAsyncEnumerable<string> ToEventsAsync(IAsyncEnumerable<CompletionChunk> chunks)
    {
        await foreach (var chunk in chunks)
            yield return JsonSerializer.Serialize(chunk, Json.GetTypeInfo(typeof(CompletionChunk)));
        yield return "[DONE]";
    }
}
