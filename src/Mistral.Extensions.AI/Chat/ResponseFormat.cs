using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The format of the generated text (<c>ResponseFormat</c>).</summary>
public sealed record ResponseFormat
{
    /// <summary>
    /// The type of the format (<c>type</c>): <c>text</c>; <c>json_object</c> for JSON mode; or <c>json_schema</c> for JSON that matches
    /// <see cref="JsonSchema"/>.
    /// </summary>
    /// <value>Default: <c>text</c>.</value>
    /// <remarks>
    /// With <c>json_object</c>, a system or user message must ask for JSON as well. Otherwise the model may generate white space until it
    /// reaches the token limit.
    /// </remarks>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The schema of the response (<c>json_schema</c>). Required for the type <c>json_schema</c>.</summary>
    [JsonPropertyName("json_schema")]
    public JsonSchema? JsonSchema { get; init; }

    /// <summary>Additional properties. They are sent unchanged, and preserved in responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>A JSON schema for structured output, with its name (<c>JsonSchema</c>).</summary>
public sealed record JsonSchema
{
    /// <summary>
    /// The name of the schema (<c>name</c>), for example <c>book</c>: 1 to 64 letters, digits, <c>_</c> and <c>-</c>. Required.
    /// </summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the schema for the model (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The schema (<c>schema</c>), an object at its root. Required.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyName("schema")]
    public JsonElement Schema { get; init; }

    /// <summary>
    /// Whether the response must match the schema exactly (<c>strict</c>). A strict schema needs <c>additionalProperties: false</c> on
    /// every object.
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("strict")]
    public bool? Strict { get; init; }

    /// <summary>Additional properties. They are sent unchanged, and preserved in responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
