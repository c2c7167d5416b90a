using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Generates responses from the request, without a model: the same request always gets the same response.</summary>
/// <param name="choiceGenerator">Generates the choices of chat completions.</param>
/// <param name="textInLastUpdate">Whether the last update of a stream has the last text.</param>
internal sealed class GeneratedModel(ChoiceGenerator choiceGenerator, bool textInLastUpdate) : ILanguageModel
{
    /// <summary>The largest <c>min_tokens</c> that is respected, so that a request cannot exhaust the memory.</summary>
    private const int MaxMinTokens = 100_000;

    public ModelKind Kind => ModelKind.Generated;

    public Task<Completion> CompleteAsync(JsonElement request, CancellationToken cancellationToken) => Task.FromResult(Complete(request));

    public Task<IAsyncEnumerable<ChoiceUpdate>> StreamAsync(JsonElement request, CancellationToken cancellationToken) =>
        Task.FromResult(ChoiceSplitter.SplitAsync(Complete(request), textInLastUpdate));

    private Completion Complete(JsonElement request) => request.FindString("prompt") is { } prompt
        ? new([GeneratedChoice.Truncate(request, GenerateFim(prompt, request))])
        : new(choiceGenerator.Generate(request, new Conversation(request), new GenerationBudget()));

    private static string GenerateFim(string prompt, JsonElement request) =>
        new FimGenerator(prompt, request.FindString("suffix") ?? "")
            .Generate((int)Math.Min(request.FindNumber("min_tokens") ?? 0, MaxMinTokens));
}
