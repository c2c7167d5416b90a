using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Adds the response of the model to a turn: a message, calls of functions, or both.</summary>
/// <param name="responder">Chooses the model.</param>
/// <param name="entryFactory">Creates the entries.</param>
/// <param name="timeProvider">The time of events.</param>
internal sealed class TurnResponder(ModelResponder responder, EntryFactory entryFactory, TimeProvider timeProvider)
{
    /// <summary>Returns the model that responds.</summary>
    public ILanguageModel GetModel(ApiRequest apiRequest, PreparedTurn turn) => responder.GetModel(apiRequest, CreateRequest(turn));

    /// <summary>Adds the response, and returns the token usage.</summary>
    /// <param name="model">The model; null if it does not respond.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ApiError">The model returned an error.</exception>
    public async Task<ConversationUsage> RespondAsync(ILanguageModel? model, PreparedTurn turn, CancellationToken cancellationToken)
    {
        if (model is null)
            return turn.CreateUsage(null);
        var request = CreateRequest(turn, model);
        var completion = await CompleteAsync(model, request, cancellationToken).ConfigureAwait(false);
        var choice = completion.Choices[0];
        if (choice.ToolCalls.Count == 0 || (model.Kind != ModelKind.Generated && HasContent(choice)))
        {
            var content = await CreateContentAsync(model, turn, request, choice, cancellationToken).ConfigureAwait(false);
            turn.Turn.AddOutput(entryFactory.CreateMessage(content, turn.Configuration) with { TextChunks = choice.TextChunks });
        }
        foreach (var call in choice.ToolCalls)
            turn.Turn.AddOutput(entryFactory.CreateFunctionCall(call, turn.Configuration));
        return turn.CreateUsage(completion.Usage);
    }

    /// <summary>Starts a response that is sent while the model creates it. The task completes with the first update.</summary>
    /// <exception cref="ApiError">The model returned an error.</exception>
    public async Task<LiveTurn> StartAsync(ILanguageModel model, PreparedTurn turn, CancellationToken cancellationToken)
    {
        var request = CreateRequest(turn, model);
        var updates = await ModelErrors.RunAsync(() => model.StreamAsync(request, cancellationToken)).ConfigureAwait(false);
        return new LiveTurn(turn, ModelErrors.ConvertAsync(updates), entryFactory, timeProvider);
    }

    private static Task<Completion> CompleteAsync(ILanguageModel model, JsonElement request, CancellationToken cancellationToken) =>
        ModelErrors.RunAsync(() => model.CompleteAsync(request, cancellationToken));

    private static bool HasContent(GeneratedChoice choice) => choice.Text.Length > 0 || choice.Thinking is not null;

    /// <summary>Creates the request to a model. A chat client reads the results of hosted tools in its messages.</summary>
    private static JsonElement CreateRequest(PreparedTurn turn, ILanguageModel model) =>
        model.Kind == ModelKind.ChatClient && turn.ToolResults.Count > 0
            ? HostedToolMessages.AddWithCalls(CreateRequest(turn), turn.ToolResults)
            : CreateRequest(turn);

    private static JsonElement CreateRequest(PreparedTurn turn)
    {
        if (turn.ToolResults.Count == 0)
            return turn.ChatRequest;
        // The tool that tool_choice requires was called.
        var request = JsonObject.Create(turn.ChatRequest)!;
        request["tool_choice"] = turn.ChatRequest.FindString("tool_choice") == "none" ? "none" : "auto";
        return request.ToElement();
    }

    private static async Task<JsonNode> CreateContentAsync(
        ILanguageModel model, PreparedTurn turn, JsonElement request, GeneratedChoice choice, CancellationToken cancellationToken)
    {
        var composer = new MessageComposer();
        if (model.Kind == ModelKind.Generated)
        {
            composer.AddThinking(choice);
            await AddGeneratedAsync(composer, model, turn, request, choice, cancellationToken).ConfigureAwait(false);
            return composer.CreateContent();
        }
        composer.Add(choice);
        foreach (var result in model.Kind == ModelKind.ChatClient ? turn.ToolResults : [])
            composer.AddReferences(result);
        return composer.CreateContent();
    }

    /// <summary>Adds the texts of the hosted tools and the generated text, or JSON that is filled with the values of the tools.</summary>
    private static async Task AddGeneratedAsync(
        MessageComposer composer,
        ILanguageModel model,
        PreparedTurn turn,
        JsonElement request,
        GeneratedChoice choice,
        CancellationToken cancellationToken)
    {
        var isJson = request.Find("response_format")?.FindString("type") is "json_schema" or "json_object";
        if (isJson && turn.ToolResults.Count > 0)
        {
            var requestWithResults = HostedToolMessages.Add(request, turn.ToolResults);
            var completion = await CompleteAsync(model, requestWithResults, cancellationToken).ConfigureAwait(false);
            composer.AddText(completion.Choices[0].Text);
            return;
        }
        foreach (var result in turn.ToolResults)
            composer.Add(result);
        if (turn.ToolResults.Count == 0 || new Conversation(request).ToolResults.Count > 0)
            composer.AddText(choice.Text);
    }
}
