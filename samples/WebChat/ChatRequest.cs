using Microsoft.Extensions.AI;

/// <summary>A request of the browser.</summary>
/// <param name="Messages">The conversation: the messages of the user, and those of <see cref="MessagesEvent"/>.</param>
/// <param name="Model">The ID of the model; null for the model of the connection string.</param>
/// <param name="Reasoning">Whether the model reasons before it responds.</param>
/// <param name="Tools">Whether the model can call tools.</param>
internal sealed record ChatRequest(IReadOnlyList<ChatMessage> Messages, string? Model, bool Reasoning, bool Tools)
{
    private const string Instructions =
        "You are a helpful assistant. Write Markdown. If you use results of search_docs, cite them by their keys.";

    public ChatOptions ToOptions() => new()
    {
        ModelId = Model,
        Instructions = Instructions,
        Reasoning = Reasoning ? new() { Effort = ReasoningEffort.High } : null,
        Tools = Tools ? LocalTools.All : null,
    };
}
