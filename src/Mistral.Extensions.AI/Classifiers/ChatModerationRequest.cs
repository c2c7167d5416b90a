using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>A request to <c>/v1/chat/moderations</c> (<c>ChatModerationRequest</c>).</summary>
public sealed record ChatModerationRequest : IModelRequest
{
    /// <summary>The moderation model (<c>model</c>), for example <c>mistral-moderation-latest</c>. Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>
    /// The conversations (<c>input</c>). Required; at least one, each with at least one message. Only the last message of a conversation
    /// is moderated; the messages before it are its context. For one conversation: <c>Input = [[new UserMessage("Hello")]]</c>.
    /// </summary>
    [JsonPropertyName("input")]
    public IReadOnlyList<IReadOnlyList<Message>>? Input { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, ClassifiersJson.Default.ChatModerationRequest);
}
