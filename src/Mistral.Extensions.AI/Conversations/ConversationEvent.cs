using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>An event of a streamed response of a conversation (<c>ConversationEvents</c>).</summary>
/// <remarks>
/// The first event is a <see cref="ResponseStartedEvent"/> with the ID of the conversation, the last one a <see cref="ResponseDoneEvent"/>
/// with the token usage. The events between them are parts of the entries of the response; those with the same
/// <see cref="OutputIndex"/> belong to the same entry. An event that reports an error is thrown as a <see cref="MistralException"/>.
/// </remarks>
[JsonConverter(typeof(Converter))]
public abstract record ConversationEvent : IResponseChunk
{
    /// <summary>The type of the event that is thrown as an exception.</summary>
    internal const string ErrorType = "conversation.response.error";

    private protected ConversationEvent()
    {
    }

    /// <summary>The type of the event (<c>type</c>), for example <c>message.output.delta</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public abstract string? Type { get; }

    /// <summary>The time when the event was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>
    /// The zero-based index of the entry to which the event belongs (<c>output_index</c>); null for the first and the last event.
    /// </summary>
    [JsonPropertyName("output_index")]
    public int? OutputIndex { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => this is not UnknownEvent;

    bool IResponseChunk.ContinuesResponse => ContinuesResponse;

    /// <summary>Whether the event has a part of the response. A server can send empty deltas without end.</summary>
    private protected virtual bool ContinuesResponse => true;

    internal sealed class Converter()
        : UnionConverter<ConversationEvent, UnknownEvent>("type", value => value.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            ResponseStartedEvent.TypeName => ConversationsJson.Default.ResponseStartedEvent,
            ResponseDoneEvent.TypeName => ConversationsJson.Default.ResponseDoneEvent,
            MessageOutputEvent.TypeName => ConversationsJson.Default.MessageOutputEvent,
            FunctionCallEvent.TypeName => ConversationsJson.Default.FunctionCallEvent,
            ToolExecutionStartedEvent.TypeName => ConversationsJson.Default.ToolExecutionStartedEvent,
            ToolExecutionDeltaEvent.TypeName => ConversationsJson.Default.ToolExecutionDeltaEvent,
            ToolExecutionDoneEvent.TypeName => ConversationsJson.Default.ToolExecutionDoneEvent,
            AgentHandoffStartedEvent.TypeName => ConversationsJson.Default.AgentHandoffStartedEvent,
            AgentHandoffDoneEvent.TypeName => ConversationsJson.Default.AgentHandoffDoneEvent,
            _ => null,
        };
    }
}

/// <summary>An event of a type that this version of the library does not define.</summary>
/// <param name="Json">The event as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownEvent(JsonElement Json) : ConversationEvent, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    private protected override bool ContinuesResponse => false;

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownEvent>(json => new(json));
}
