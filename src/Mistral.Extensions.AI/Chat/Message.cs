using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A message of a conversation, told apart by its role.</summary>
[JsonConverter(typeof(Converter))]
public abstract record Message
{
    private protected Message()
    {
    }

    /// <summary>The discriminator on the wire (<c>role</c>).</summary>
    [JsonPropertyOrder(-1)]
    public abstract string? Role { get; }

    internal sealed class Converter() : UnionConverter<Message, UnknownMessage>("role", message => message.Role, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            "system" => ChatJson.Default.SystemMessage,
            "user" => ChatJson.Default.UserMessage,
            "assistant" => ChatJson.Default.AssistantMessage,
            "tool" => ChatJson.Default.ToolMessage,
            _ => null,
        };

        public override void Write(Utf8JsonWriter writer, Message value, JsonSerializerOptions options) =>
            base.Write(writer, value is AssistantMessage answer ? answer.WithoutUnknownFields() : value, options);
    }
}

/// <summary>Instructions for the model (<c>SystemMessage</c>).</summary>
/// <param name="Content">Text; some models take a thinking chunk beside it.</param>
public sealed record SystemMessage(MessageContent Content) : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Role => "system";
}

/// <summary>What the user says or shows (<c>UserMessage</c>).</summary>
/// <param name="Content">Text, images, documents, files, audio.</param>
public sealed record UserMessage(MessageContent Content) : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Role => "user";
}

/// <summary>What the model said (<c>AssistantMessage</c>): content, tool calls, or both.</summary>
public sealed record AssistantMessage : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Role => "assistant";

    /// <summary>Text, or chunks with at most one <see cref="ThinkChunk"/>, as the first.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>The functions the model wants called; null when there are none.</summary>
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>True on the last message of a request: the answer begins with this content, and repeats it.</summary>
    /// <value>The server takes null for false.</value>
    public bool? Prefix { get; init; }

    /// <summary>What the API said in an answer that this version does not know. It is not sent in a request.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    // A conversation takes no field the API does not know (422 extra_forbidden), and an answer may hold some.
    internal AssistantMessage WithoutUnknownFields() =>
        AdditionalProperties is null && ToolCalls?.Any(call => call.AdditionalProperties is not null) is not true
            ? this
            : this with
            {
                AdditionalProperties = null,
                ToolCalls = ToolCalls?.Select(call => call with { AdditionalProperties = null }).ToList(),
            };
}

/// <summary>What a tool answered (<c>ToolMessage</c>).</summary>
/// <param name="Content">The result: text, JSON as text, or chunks.</param>
public sealed record ToolMessage(MessageContent Content) : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Role => "tool";

    /// <summary>The id of the call this answers: nine letters or digits.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The name of the function.</summary>
    public string? Name { get; init; }
}

/// <summary>A message with a role this version of the library does not know. It is kept as it came.</summary>
/// <param name="Json">The whole message.</param>
public sealed record UnknownMessage(JsonElement Json) : Message, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Role => Discriminator.Of(Json, "role");
}
