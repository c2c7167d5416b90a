using System.Net;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>The options of a <see cref="MistralEmulator"/>. The defaults emulate the hosted API of 2026.</summary>
public sealed class MistralEmulatorOptions
{
    /// <summary>
    /// The port, between 0 and 65535. Default: 0, which selects any free port. <see cref="MistralEmulator.Endpoint"/> has the selected
    /// port.
    /// </summary>
    public int Port { get; init; }

    /// <summary>
    /// The IP address to listen on, for example <see cref="IPAddress.Any"/> in a container. With an address that other machines can reach,
    /// everyone in the network can send requests and read the recorded ones. Default: null, which is 127.0.0.1 and, where IPv6 is
    /// available, [::1].
    /// </summary>
    public IPAddress? Address { get; init; }

    /// <summary>
    /// The origin of the web pages that can send requests (CORS), for example <c>http://localhost:3000</c>; null for none. Default:
    /// <c>*</c>, which is any origin, as the API.
    /// </summary>
    public string? CorsOrigin { get; init; } = "*";

    /// <summary>
    /// The only API key that is accepted in the header <c>Authorization: Bearer {key}</c>. Default: null, which accepts every key that
    /// is not empty.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Whether a user message directly after a tool message is accepted, as by the hosted API since 2026. Set this to false to emulate
    /// older and self-hosted servers, which return 400 with code 3230. Default: true.
    /// </summary>
    public bool AllowUserAfterTool { get; init; } = true;

    /// <summary>
    /// Whether the embeddings of a response are in the reverse order of their inputs. The API does not guarantee an order: <c>index</c>
    /// is the position of the input. Set this to find clients that ignore <c>index</c>. Default: false.
    /// </summary>
    public bool ReverseEmbeddings { get; init; }

    /// <summary>
    /// Whether the last chunk of a stream has the last text together with the finish reason. The API sends both forms. Set this to find
    /// clients that ignore the text of the last chunk. Default: false, which sends an empty text with the finish reason.
    /// </summary>
    public bool TextInLastChunk { get; init; }

    /// <summary>
    /// The path of a JSON file with fixtures: responses to the requests that match. The file is read again when it has changed; while it is
    /// not valid, the last valid version is used, and <see cref="MistralEmulator.FixturesError"/> lists the errors. Default: null, which
    /// uses no fixtures.
    /// </summary>
    public string? FixturesPath { get; init; }

    /// <summary>
    /// The path of a folder with recorded responses of an API: one JSON file for each request and its response, without API keys.
    /// <see cref="RecordingMode"/> selects whether they are replayed or recorded. Default: null, which generates the responses.
    /// </summary>
    public string? RecordingsPath { get; init; }

    /// <summary>
    /// Whether the responses in <see cref="RecordingsPath"/> are replayed or recorded. Default: <see cref="RecordingMode.Replay"/>.
    /// </summary>
    public RecordingMode RecordingMode { get; init; }

    /// <summary>
    /// The base address of the API whose responses are recorded, with or without <c>/v1</c>. It gets the API key. Default:
    /// <c>https://api.mistral.ai/v1</c>.
    /// </summary>
    public Uri UpstreamEndpoint { get; init; } = new("https://api.mistral.ai/v1");

    /// <summary>
    /// The API key with which requests are sent to <see cref="UpstreamEndpoint"/>, in place of the key of the client. Default: null, which
    /// sends the key of the client.
    /// </summary>
    public string? UpstreamApiKey { get; init; }

    /// <summary>
    /// Whether recorded responses, and the chunks of recorded streams, are replayed with their recorded delays, in the time of
    /// <see cref="TimeProvider"/>. Default: false, which replays them without delays.
    /// </summary>
    public bool ReplayDelays { get; init; }

    /// <summary>
    /// Whether a request to chat completions, agents, conversations or FIM completions is rejected with 400 if no scripted response is for
    /// it. Set this in tests that must not depend on generated responses. Default: false, which generates a response.
    /// </summary>
    public bool RequireScripts { get; init; }

    /// <summary>
    /// The chat client that responds to chat completions, agents, conversations and FIM completions, for example one of a local model. The
    /// emulator validates requests before the chat client gets them. Scripted responses and fixtures take precedence. The emulator does not
    /// dispose the chat client. Default: null, which generates deterministic responses.
    /// </summary>
    public IChatClient? ChatClient { get; init; }

    /// <summary>
    /// Returns the <see cref="ChatOptions.ModelId"/> that <see cref="ChatClient"/> gets, for the <c>model</c> of a request; null for the
    /// default model of the chat client. Default: null, which passes the <c>model</c> of the request, for example
    /// <c>mistral-small-latest</c>.
    /// </summary>
    public Func<string, string?>? GetChatClientModelId { get; init; }

    /// <summary>
    /// The maximum number of requests in <see cref="MistralEmulator.Requests"/>. When it is exceeded, the oldest are removed.
    /// Default: 10,000.
    /// </summary>
    public int MaxRecordedRequests { get; init; } = 10_000;

    /// <summary>
    /// The maximum size of the requests in <see cref="MistralEmulator.Requests"/> together, in bytes. When it is exceeded, the oldest are
    /// removed; the newest is always kept. Default: 67,108,864 (64 MiB).
    /// </summary>
    public long MaxRecordedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// The rate limits. A request that exceeds them gets a response with the status code 429. Default: null, which rejects no request; the
    /// rate-limit headers count down from 2,000 requests and 2,000,000 tokens.
    /// </summary>
    public RateLimitQuota? Quota { get; init; }

    /// <summary>The response times. Default: without delays.</summary>
    public ResponseTiming Timing { get; init; } = new();

    /// <summary>
    /// The error responses that random requests get, to test retries. Their shares are at most 1 together. Scripted responses with a status
    /// code of 400 or more take precedence; a request that gets a random fault consumes no script. Default: none.
    /// </summary>
    public IReadOnlyList<RandomFault> RandomFaults { get; init; } = [];

    /// <summary>
    /// The seed of <see cref="RandomFaults"/> and of <see cref="ResponseTiming.Jitter"/>. Requests in the same order get the same faults
    /// and times in every run with the same seed. Default: 0.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>
    /// The time of delays, rate limits, files, batch jobs, fine-tuning jobs, agents, conversations, libraries and voices: when they are
    /// created, started and completed, and when files, signed URLs and the tokens of client sessions expire; the delays of recorded
    /// responses. Default: <see cref="TimeProvider.System"/>.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How batch jobs run, unless there is a script for them. Default: without delay.</summary>
    public ScriptedBatchJob DefaultBatchJob { get; init; } = new();

    /// <summary>
    /// The time after which an uploaded document of a library has been processed, so that it has a text and can be found. Default: none.
    /// </summary>
    public TimeSpan DocumentProcessingTime { get; init; }

    /// <summary>Called with every request when its response starts. The command-line emulator prints a line for each.</summary>
    internal Action<RecordedRequest>? OnResponseStarting { get; init; }

    /// <summary>Called with every response at its end. The command-line emulator prints the bodies.</summary>
    internal Action<CompletedResponse>? OnResponseCompleted { get; init; }

    /// <summary>Called with a message when the fixtures were read again. The command-line emulator prints it.</summary>
    internal Action<string>? OnFixturesLoaded { get; init; }
}
