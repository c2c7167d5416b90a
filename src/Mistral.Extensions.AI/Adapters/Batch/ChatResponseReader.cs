using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Adapters.Batch;

/// <summary>Reads the JSON of a chat completion and maps it.</summary>
internal sealed class ChatResponseReader : IResponseReader<ChatResponse>
{
    private static readonly ChatCompletionReader Reader = ChatCompletionReader.Instance;

    private ChatResponseReader()
    {
    }

    internal static ChatResponseReader Instance { get; } = new();

    public JsonTypeInfo TypeInfo => Reader.TypeInfo;

    // Must not return null: the serializer cannot read a ChatResponse.
    public ChatResponse? TryRead(ReadOnlySpan<byte> json)
    {
        var response = Reader.TryRead(json) ?? ((JsonTypeInfo<ChatCompletionResponse>)TypeInfo).DeserializeLeniently(json);
        // A result is read without its request, so the reasoning options and the prefix of the request are unknown.
        return response is IApiResponse { HasContent: true }
            ? response.ToChatResponse(new MessageReader(null, null))
            : throw new JsonException();
    }
}
