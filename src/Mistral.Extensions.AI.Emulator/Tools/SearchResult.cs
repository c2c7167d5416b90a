namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>A page that the web search can find.</summary>
internal sealed record SearchResult(string Title, string Url, string Snippet);
