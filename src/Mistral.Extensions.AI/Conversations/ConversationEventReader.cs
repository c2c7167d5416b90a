using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>Reads the events of a streamed response. It has no state, so that all streams can use it.</summary>
internal sealed class ConversationEventReader : IChunkReader<ConversationEvent>
{
    internal static readonly ConversationEventReader Instance = new();

    public JsonTypeInfo TypeInfo => ConversationsJson.Default.ConversationEvent;

    public string EndMarker => ResponseDoneEvent.TypeName;

    public string? ErrorType => ConversationEvent.ErrorType;

    public ConversationEvent? TryRead(ReadOnlySpan<byte> json) => null;

    public bool IsComplete(ConversationEvent chunk) => chunk is ResponseDoneEvent;
}
