using System.Text.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The form of the answer (<c>ResponseFormat</c>).</summary>
public sealed record ResponseFormat
{
    /// <summary><c>text</c>, <c>json_object</c> or <c>json_schema</c>.</summary>
    /// <value>The server takes null for <c>text</c>.</value>
    /// <remarks>With <c>json_object</c> a message must say JSON too, or the model may send white space without end.</remarks>
    public string? Type { get; init; }

    /// <summary>The schema of a <c>json_schema</c> answer.</summary>
    public JsonSchema? JsonSchema { get; init; }
}

/// <summary>A named JSON schema (<c>JsonSchema</c>).</summary>
public sealed record JsonSchema
{
    /// <summary>A name for it: letters, digits, <c>_</c> and <c>-</c>, 64 at most.</summary>
    public string? Name { get; init; }

    /// <summary>What the answer is, for the model.</summary>
    public string? Description { get; init; }

    /// <summary>The schema, an object at its root. <c>$schema</c> and <c>$id</c> are refused by the server.</summary>
    public JsonElement Schema { get; init; }

    /// <summary>Whether the answer follows the schema to the letter. Then every object in it needs <c>additionalProperties: false</c>.</summary>
    /// <value>The server takes null for false.</value>
    public bool? Strict { get; init; }
}
