using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A function call that the model requests (<c>ToolCall</c>). In a stream it may be a fragment of a call.</summary>
public sealed record ToolCall
{
    /// <summary>
    /// The ID of the call (<c>id</c>). In requests, exactly 9 characters: a-z, A-Z and 0-9. In responses, null, an empty string or the
    /// text "null" means that there is no ID.
    /// </summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The type of the tool (<c>type</c>). <c>function</c> is the only defined value.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The function to call and its arguments (<c>function</c>).</summary>
    [Content]
    [JsonPropertyName("function")]
    public FunctionCall? Function { get; init; }

    /// <summary>The index of the call within the message (<c>index</c>). Not reliable: parallel calls may all have the index 0.</summary>
    [JsonPropertyName("index")]
    public int? Index { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>A function to call, with its arguments (<c>FunctionCall</c>).</summary>
public sealed record FunctionCall
{
    /// <summary>The name of the function (<c>name</c>), as in <see cref="Function.Name"/>.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>
    /// The arguments (<c>arguments</c>) as the text of a JSON object; in a stream, a fragment of the text. If the API returns the object
    /// itself instead of a string, this is its JSON text.
    /// </summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }
}
