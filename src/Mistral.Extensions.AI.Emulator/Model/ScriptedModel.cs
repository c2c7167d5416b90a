using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Responds with the content of a scripted response: as many equal choices as the request's <c>n</c> specifies.</summary>
/// <param name="script">The scripted response.</param>
/// <param name="nextToolCallId">Creates the ID of each tool call that has none.</param>
/// <param name="textInLastUpdate">Whether the last update of a stream has the last text.</param>
internal sealed class ScriptedModel(ScriptedResponse script, Func<string> nextToolCallId, bool textInLastUpdate) : ILanguageModel
{
    public ModelKind Kind => ModelKind.Scripted;

    public Task<Completion> CompleteAsync(JsonElement request, CancellationToken cancellationToken) => Task.FromResult(Complete(request));

    public Task<IAsyncEnumerable<ChoiceUpdate>> StreamAsync(JsonElement request, CancellationToken cancellationToken) =>
        Task.FromResult(ChoiceSplitter.SplitAsync(Complete(request), textInLastUpdate));

    private Completion Complete(JsonElement request)
    {
        var prefix = request.Find("messages") is null ? "" : new Conversation(request).Prefix;
        var count = (int)(request.FindNumber("n") ?? 1);
        return new([.. Enumerable.Range(1, count).Select(_ => GeneratedChoice.FromScript(script, prefix, nextToolCallId))]);
    }
}
