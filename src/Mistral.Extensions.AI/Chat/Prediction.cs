namespace Mistral.Extensions.AI.Chat;

/// <summary>What the answer will probably be, so that the server gets there faster (<c>Prediction</c>).</summary>
/// <param name="Content">The expected text, e.g. the file that is to be changed a little.</param>
public sealed record Prediction(string Content)
{
    /// <summary>Always <c>content</c> so far.</summary>
    public string Type { get; init; } = "content";
}
