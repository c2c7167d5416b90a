using System.Globalization;
using System.Runtime.InteropServices;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Emulator.Tool;

const string Help = """
    An HTTP server on 127.0.0.1 and [::1] that emulates the Mistral API. It does not run a model.

    Usage: mistral-emulator [options]
       or: dotnet run --project src/Mistral.Extensions.AI.Emulator.Tool -- [options]

      --port <number>            The port, between 0 and 65535; 0 selects any free port. Default: 8080.
      --fixtures <file>          Respond with the fixtures in this JSON file, which is read again when it has changed.
      --record <folder>          Send requests to the API and record its responses, with the key in MISTRAL_API_KEY or of the client.
      --replay <folder>          Respond with the recordings in this folder. With --record, record the requests that it does not have.
      --replay-delays            Replay the recorded delays.
      --upstream <url>           The API whose responses are recorded. Default: https://api.mistral.ai/v1.
      --api-key <key>            Accept only this API key. Default: every key that is not empty.
      --reject-user-after-tool   Reject a user message directly after a tool message, as older and self-hosted servers do.
      --reverse-embeddings       Return embeddings in the reverse order of their inputs, to find clients that ignore "index".
      --text-in-last-chunk       Send the last text of a stream together with the finish reason, as the API sometimes does.
      --batch-queued <seconds>   The time that batch jobs wait in the queue. Default: 0.
      --batch-rate <number>      The number of requests that a batch job completes per second. Default: without delay.
      --quota-requests <number>  The number of requests to each model per minute; more get 429. Default: no limit.
      --quota-tokens <number>    The number of tokens of each model per minute; more get 429. Default: no limit.
      --quota-window <seconds>   The time in which requests and tokens are counted. Default: 60.
      --quota-retry-after        Send a retry-after header with 429.
      --help                     Show this help.
    """;

var port = 8080;
string? apiKey = null;
string? fixturesPath = null;
var recording = new RecordingArguments();
var replayDelays = false;
var upstreamEndpoint = new MistralEmulatorOptions().UpstreamEndpoint;
var allowUserAfterTool = true;
var textInLastChunk = false;
var reverseEmbeddings = false;
var batchJob = new ScriptedBatchJob();
var quota = default(RateLimitQuota);
for (var index = 0; index < args.Length; index++)
{
    var value = args.ElementAtOrDefault(index + 1);
    switch (args[index])
    {
        case "--port" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
            (port, index) = (number, index + 1);
            break;
        case "--port":
            return Fail(value is null ? "--port requires a number." : $"--port must be a number between 0 and 65535, but was \"{value}\".");
        case "--api-key" when !string.IsNullOrWhiteSpace(value):
            (apiKey, index) = (value, index + 1);
            break;
        case "--api-key":
            return Fail("--api-key requires a key.");
        case "--fixtures" when !string.IsNullOrWhiteSpace(value):
            (fixturesPath, index) = (value, index + 1);
            break;
        case "--fixtures":
            return Fail("--fixtures requires a file.");
        case "--record" when !string.IsNullOrWhiteSpace(value):
            (recording, index) = (recording with { RecordPath = value }, index + 1);
            break;
        case "--replay" when !string.IsNullOrWhiteSpace(value):
            (recording, index) = (recording with { ReplayPath = value }, index + 1);
            break;
        case "--record" or "--replay":
            return Fail($"{args[index]} requires a folder.");
        case "--replay-delays":
            replayDelays = true;
            break;
        case "--upstream" when RecordingArguments.TryParseUpstream(value, out var url):
            (upstreamEndpoint, index) = (url, index + 1);
            break;
        case "--upstream":
            return Fail("--upstream requires an HTTP or HTTPS URL without a query.");
        case "--reject-user-after-tool":
            allowUserAfterTool = false;
            break;
        case "--text-in-last-chunk":
            textInLastChunk = true;
            break;
        case "--reverse-embeddings":
            reverseEmbeddings = true;
            break;
        case "--batch-queued" when TryParseNumber(value, out var seconds):
            (batchJob, index) = (batchJob with { QueuedTime = TimeSpan.FromSeconds(seconds) }, index + 1);
            break;
        case "--batch-rate" when TryParseNumber(value, out var rate) && rate > 0:
            (batchJob, index) = (batchJob with { RequestsPerSecond = rate }, index + 1);
            break;
        case "--batch-queued" or "--batch-rate":
            return Fail($"{args[index]} requires a positive number.");
        case "--quota-requests" when TryParseCount(value, out var requests):
            (quota, index) = ((quota ?? new()) with { Requests = requests }, index + 1);
            break;
        case "--quota-tokens" when TryParseCount(value, out var tokens):
            (quota, index) = ((quota ?? new()) with { Tokens = tokens }, index + 1);
            break;
        case "--quota-window" when TryParseNumber(value, out var window) && window > 0:
            (quota, index) = ((quota ?? new()) with { Window = TimeSpan.FromSeconds(window) }, index + 1);
            break;
        case "--quota-requests" or "--quota-tokens":
            return Fail($"{args[index]} requires a number of 0 or greater.");
        case "--quota-window":
            return Fail("--quota-window requires a positive number.");
        case "--quota-retry-after":
            quota = (quota ?? new()) with { SendRetryAfter = true };
            break;
        case "--help" or "-h":
            Console.WriteLine(Help);
            return 0;
        default:
            return Fail($"Unknown option \"{args[index]}\".");
    }
}

if (recording.Error is { } recordingError)
    return Fail(recordingError);

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var options = new MistralEmulatorOptions
{
    Port = port,
    ApiKey = apiKey,
    AllowUserAfterTool = allowUserAfterTool,
    ReverseEmbeddings = reverseEmbeddings,
    TextInLastChunk = textInLastChunk,
    DefaultBatchJob = batchJob,
    Quota = quota,
    FixturesPath = fixturesPath,
    RecordingsPath = recording.Path,
    RecordingMode = recording.Mode,
    ReplayDelays = replayDelays,
    UpstreamEndpoint = upstreamEndpoint,
    UpstreamApiKey = recording.ApiKey,
    OnFixturesLoaded = Console.WriteLine,
    OnResponseStarting = request => Console.WriteLine(RequestLogLine.Format(request)),
};
try
{
    await using var emulator = await MistralEmulator.StartAsync(options).ConfigureAwait(false);
    Console.WriteLine($"The emulator listens on {emulator.Endpoint}");
    await stopped.Task.ConfigureAwait(false);
    return 0;
}
catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException)
{
    await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
    return 1;
}

static bool TryParseNumber(string? value, out double number) =>
    double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

static bool TryParseCount(string? value, out int number) =>
    int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);

static int Fail(string message)
{
    Console.Error.WriteLine($"{message} Use --help to list the options.");
    return 2;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}
