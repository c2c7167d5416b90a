using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Endpoints.Agents;
using Mistral.Extensions.AI.Emulator.Endpoints.Audio;
using Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;
using Mistral.Extensions.AI.Emulator.Endpoints.Batch;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Endpoints.Classifiers;
using Mistral.Extensions.AI.Emulator.Endpoints.Connectors;
using Mistral.Extensions.AI.Emulator.Endpoints.Conversations;
using Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;
using Mistral.Extensions.AI.Emulator.Endpoints.Files;
using Mistral.Extensions.AI.Emulator.Endpoints.Fim;
using Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;
using Mistral.Extensions.AI.Emulator.Endpoints.Libraries;
using Mistral.Extensions.AI.Emulator.Endpoints.Models;
using Mistral.Extensions.AI.Emulator.Endpoints.Ocr;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Model.ChatClients;

namespace Mistral.Extensions.AI.Emulator;

/// <content>Creates the endpoints of the API.</content>
public sealed partial class MistralEmulator
{
    private void MapEndpoints(ClientTokens clientTokens, MistralEmulatorOptions options)
    {
        var models = new ModelCatalog();
        var routes = _application.MapGroup("/v1");
        new ModelsEndpoint(models).Map(routes);
        new FineTunedModelsEndpoint(models).Map(routes);
        var fineTuningJobs = new FineTuningJobs(models, _files, _timeProvider);
        new FineTuningEndpoint(fineTuningJobs, models, _files, _idGenerator).Map(routes);
        var responder = CreateResponder(options);
        var chatCompletions = new ChatCompletions(_files, responder, options);
        new ChatEndpoint(models, chatCompletions).Map(routes);
        MapAgents(routes, models, chatCompletions, responder);
        MapLibraries(routes, options);
        var embeddings = new EmbeddingsEndpoint(models, _idGenerator, options.ReverseEmbeddings);
        embeddings.Map(routes);
        new ClassifiersEndpoint(models, _idGenerator).Map(routes);
        new FimEndpoint(models, responder).Map(routes);
        new OcrEndpoint(models, _files).Map(routes);
        MapAudio(routes, models, clientTokens);
        new FilesEndpoint(_files, _idGenerator, _timeProvider).Map(routes, _application);
        new BatchEndpoint(models, _files, _batchJobs).Map(routes);
        _resets.AddRange([models.Reset, fineTuningJobs.Clear, responder.Reset, embeddings.Reset, clientTokens.Clear]);
    }

    /// <summary>Creates the responder that asks the chat client of the options, or else the generator of the emulator.</summary>
    private ModelResponder CreateResponder(MistralEmulatorOptions options)
    {
        var generated = new GeneratedModel(new ChoiceGenerator(_idGenerator.NextToolCallId, _files), options.TextInLastChunk);
        ILanguageModel model = options.ChatClient is { } client
            ? new ChatClientModel(client, _files, _idGenerator.NextToolCallId, options.GetChatClientModelId)
            : generated;
        return new ModelResponder(model, generated, _idGenerator, options);
    }

    private void MapAgents(
        IEndpointRouteBuilder routes, ModelCatalog models, ChatCompletions chatCompletions, ModelResponder responder)
    {
        new AgentCompletionsEndpoint(models, _agents, chatCompletions).Map(routes);
        new AgentsEndpoint(models, _agents, _idGenerator, _timeProvider).Map(routes);
        new AgentVersionsEndpoint(_agents, _timeProvider).Map(routes);
        var entryFactory = new EntryFactory(_idGenerator, _timeProvider);
        var turnRunner = new TurnRunner(models, _agents, chatCompletions, _tools, entryFactory);
        var turnResponder = new TurnResponder(responder, entryFactory, _timeProvider);
        var conversations = new ConversationsEndpoint(turnRunner, turnResponder, _idGenerator, _timeProvider);
        conversations.Map(routes);
        _resets.Add(conversations.Reset);
        new ConnectorsEndpoint(_tools.Connectors).Map(routes);
    }

    private void MapAudio(IEndpointRouteBuilder routes, ModelCatalog models, ClientTokens clientTokens)
    {
        new TranscriptionsEndpoint(models, _files, _knownTranscripts).Map(routes);
        new RealtimeEndpoint(models, clientTokens, _idGenerator, _timeProvider).Map(routes);
        var voices = new VoiceStore();
        _resets.Add(voices.Clear);
        new SpeechEndpoint(models, voices).Map(routes);
        new VoicesEndpoint(voices, _idGenerator, _timeProvider).Map(routes);
    }

    private void MapLibraries(IEndpointRouteBuilder routes, MistralEmulatorOptions options)
    {
        var libraries = new LibraryStore(_timeProvider);
        _resets.Add(libraries.Clear);
        new LibrariesEndpoint(libraries, _tools.Passages, _idGenerator).Map(routes);
        var urls = new SignedUrls(_documents, _timeProvider, "documents/");
        urls.Map(_application);
        var processor = new DocumentProcessor(_documents, _tools.Passages, _idGenerator, options);
        new LibraryDocumentsEndpoint(libraries, processor, urls).Map(routes);
    }
}
