using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// An entry of a conversation: a message, a function call or its result, the execution of a hosted tool, or a handoff to another agent. An
/// entry of a response can be sent back as an input, with all its properties.
/// </summary>
[JsonConverter(typeof(Converter))]
public abstract record ConversationEntry
{
    private protected ConversationEntry()
    {
    }

    /// <summary>The type of the entry (<c>type</c>), for example <c>message.output</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public abstract string? Type { get; }

    /// <summary>The object type (<c>object</c>): <c>entry</c>. Not required in requests.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The ID of the entry (<c>id</c>). Not required in requests.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The time when the entry was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the entry was completed (<c>completed_at</c>); null if it is not complete.</summary>
    [JsonPropertyName("completed_at")]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Additional properties returned by the API. They are sent back when the entry is an input of a later request.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Removes the nulls of a list, so that code that enumerates the entries needs no null check.</summary>
    internal static IReadOnlyList<ConversationEntry>? WithoutNulls(IReadOnlyList<ConversationEntry>? entries) =>
        entries?.Contains(null!) is true ? [.. entries.Where(static entry => entry is not null)] : entries;

    internal sealed class Converter()
        : UnionConverter<ConversationEntry, UnknownEntry>("type", entry => entry.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            MessageInputEntry.TypeName => ConversationsJson.Default.MessageInputEntry,
            MessageOutputEntry.TypeName => ConversationsJson.Default.MessageOutputEntry,
            FunctionCallEntry.TypeName => ConversationsJson.Default.FunctionCallEntry,
            FunctionResultEntry.TypeName => ConversationsJson.Default.FunctionResultEntry,
            ToolExecutionEntry.TypeName => ConversationsJson.Default.ToolExecutionEntry,
            AgentHandoffEntry.TypeName => ConversationsJson.Default.AgentHandoffEntry,
            _ => null,
        };
    }
}

/// <summary>An entry of a type that this version of the library does not define. It is preserved, and sent unchanged.</summary>
/// <param name="Json">The entry as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownEntry(JsonElement Json) : ConversationEntry, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownEntry>(json => new(json));
}
