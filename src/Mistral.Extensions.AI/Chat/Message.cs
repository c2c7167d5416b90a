using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A message of a conversation. The derived types are the roles.</summary>
[JsonConverter(typeof(Converter))]
public abstract record Message
{
    private protected Message()
    {
    }

    /// <summary>The role of the author (<c>role</c>), for example <c>user</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("role")]
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
            base.Write(writer, value is AssistantMessage assistant ? assistant.WithoutUnknownFields() : value, options);
    }
}

/// <summary>A system prompt: instructions for the model (<c>SystemMessage</c>).</summary>
/// <param name="Content">The text (<c>content</c>). Some models accept thinking chunks too.</param>
public sealed record SystemMessage([property: JsonPropertyName("content")] MessageContent Content) : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("role")]
    public override string Role => "system";
}

/// <summary>A message of the user (<c>UserMessage</c>).</summary>
/// <param name="Content">The content (<c>content</c>): text, images, documents, files and audio.</param>
public sealed record UserMessage([property: JsonPropertyName("content")] MessageContent Content) : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("role")]
    public override string Role => "user";
}

/// <summary>A message of the model (<c>AssistantMessage</c>), with content, tool calls, or both.</summary>
public sealed record AssistantMessage : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("role")]
    public override string Role => "assistant";

    /// <summary>The content (<c>content</c>): text, or chunks of which only the first may be a <see cref="ThinkChunk"/>.</summary>
    [Content]
    [JsonPropertyName("content")]
    public MessageContent? Content { get; init; }

    /// <summary>The functions that the model calls (<c>tool_calls</c>); null if there are none.</summary>
    [Content]
    [JsonPropertyName("tool_calls")]
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>
    /// Whether the response begins with the content of this message (<c>prefix</c>). Allowed only on the last message of a request. The
    /// response repeats the content.
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("prefix")]
    public bool? Prefix { get; init; }

    /// <summary>Additional properties returned by the API. They are not sent in a request.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    // A response may contain fields that the API rejects in a request (422 extra_forbidden).
    internal AssistantMessage WithoutUnknownFields() =>
        AdditionalProperties is null && ToolCalls?.Any(call => call?.AdditionalProperties is not null) is not true
            ? this
            : this with
            {
                AdditionalProperties = null,
                ToolCalls = ToolCalls?.Select(call => call is null ? call! : call with { AdditionalProperties = null }).ToList(),
            };
}

/// <summary>The result of a tool call (<c>ToolMessage</c>).</summary>
/// <param name="Content">The result (<c>content</c>): text, JSON as text, or chunks.</param>
public sealed record ToolMessage([property: JsonPropertyName("content")] MessageContent Content) : Message
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("role")]
    public override string Role => "tool";

    /// <summary>The ID of the tool call (<c>tool_call_id</c>): exactly 9 characters, a-z, A-Z and 0-9. Required.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; init; }

    /// <summary>The name of the function that was called (<c>name</c>). Optional.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }
}

/// <summary>
/// A message with a role that this version of the library does not define. It is preserved when read, and rejected in a request.
/// </summary>
/// <param name="Json">The message as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownMessage(JsonElement Json) : Message, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Role => Discriminator.Of(Json, "role");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownMessage>(json => new(json));
}
