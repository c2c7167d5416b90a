using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// Creates the content of chat and FIM completions. Requests are valid, in the format of <c>POST /v1/chat/completions</c> or, if they have
/// a <c>prompt</c>, <c>POST /v1/fim/completions</c>. The requests of agents and conversations are converted to that of chat.
/// </summary>
internal interface ILanguageModel
{
    /// <summary>Where the content comes from.</summary>
    ModelKind Kind { get; }

    /// <summary>Creates all choices.</summary>
    /// <exception cref="ModelException">The model returned an error.</exception>
    /// <exception cref="BudgetExceededException">The response would be too large.</exception>
    Task<Completion> CompleteAsync(JsonElement request, CancellationToken cancellationToken);

    /// <summary>
    /// Creates the choices while they are sent. The task completes with the first update, so that an error before it becomes an error
    /// response. Each choice ends with an update that has a finish reason.
    /// </summary>
    /// <inheritdoc cref="CompleteAsync"/>
    Task<IAsyncEnumerable<ChoiceUpdate>> StreamAsync(JsonElement request, CancellationToken cancellationToken);
}
