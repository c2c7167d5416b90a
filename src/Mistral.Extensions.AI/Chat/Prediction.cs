using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The expected completion (<c>Prediction</c>). It reduces the response time where the generated text matches it.</summary>
/// <param name="Content">The expected text (<c>content</c>), for example a source file that needs only a few changes.</param>
public sealed record Prediction([property: JsonPropertyName("content")] string Content)
{
    /// <summary>The type of the prediction (<c>type</c>).</summary>
    /// <value>Default: <c>content</c>, the only defined value.</value>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "content";
}
