namespace Mistral.Extensions.AI.Emulator;

/// <content>Adds the reset of all state.</content>
public sealed partial class MistralEmulator
{
    /// <summary>The actions that reset the state of endpoints. They are added when the endpoints are created.</summary>
    private readonly List<Action> _resets = [];

    /// <summary>
    /// Removes everything that was added since the start, by requests and with the methods of this class: the recorded requests, the
    /// scripted responses, files, agents, conversations, libraries, jobs, fine-tuned models, voices and connectors. IDs, rate limits and
    /// random numbers start again. Fixtures are kept, and start again with their first response.
    /// </summary>
    /// <remarks>No request should be in progress: it can add something afterwards.</remarks>
    /// <returns>A task that completes when batch jobs have ended.</returns>
    public async Task ResetAsync()
    {
        await _batchJobs.ClearAsync().ConfigureAwait(false);
        ClearScripts();
        ClearRequests();
        _pipeline.Reset();
        _idGenerator.Reset();
        _files.Clear();
        _documents.Clear();
        _agents.Clear();
        _knownTranscripts.Clear();
        _tools.Clear();
        foreach (var reset in _resets)
            reset();
    }
}
