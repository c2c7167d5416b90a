using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using static Mistral.Extensions.AI.Emulator.Tool.OptionFactory;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>The command line: its options, from which the help is made, and the options of the emulator that they select.</summary>
internal sealed class EmulatorCommand
{
    private const int DefaultPort = 8080;

    private readonly Option<int> _port = Create<int>("--port", "number", $"The port; 0 selects any free port. Default: {DefaultPort}.",
        OptionValues.TryParsePort, "a number between 0 and 65535");

    private readonly Option<string?> _host = Create<string?>("--host", "address",
        "The IP address to listen on, for example 0.0.0.0 in a container: everyone who can reach it can read the requests. "
            + "Default: localhost, which is 127.0.0.1 and [::1].",
        OptionValues.TryParseAddress, "an IP address or localhost");

    private readonly Option<string?> _apiKey = Create<string?>("--api-key", "key",
        "Accept only this API key. Default: every key that is not empty.", OptionValues.TryParseText, "a key");

    private readonly Option<string?> _cors = Create<string?>("--cors", "origin|any|none",
        "The origin of the web pages that can send requests. Default: any.", OptionValues.TryParseOrigin,
        "any, none or an origin such as http://localhost:3000");

    private readonly Option<RequestLogging> _log = Create<RequestLogging>("--log", "none|requests|bodies",
        "Print a line for each request, also with the bodies, or nothing. API keys are never printed. Default: requests.",
        OptionValues.TryParseLogging, "none, requests or bodies");

    private readonly Option<string?> _fixtures = Create<string?>("--fixtures", "file",
        "Respond with the fixtures in this JSON file, which is read again when it has changed.", OptionValues.TryParseText, "a file");

    private readonly Option<string?> _record = Create<string?>("--record", "folder",
        "Send requests to the API and record its responses, with the key in MISTRAL_API_KEY or of the client.",
        OptionValues.TryParseText, "a folder");

    private readonly Option<string?> _replay = Create<string?>("--replay", "folder",
        "Respond with the recordings in this folder. With --record, record the requests that it does not have.",
        OptionValues.TryParseText, "a folder");

    private readonly Option<bool> _replayDelays = CreateSwitch("--replay-delays", "Replay the recorded delays.");

    private readonly Option<Uri?> _upstream = Create<Uri?>("--upstream", "url",
        "The API whose responses are recorded. Default: https://api.mistral.ai/v1.",
        RecordingArguments.TryParseUpstream, "an HTTP or HTTPS URL without a query");

    private readonly Option<bool> _requireScripts = CreateSwitch("--require-scripts",
        "Reject requests to models for which there is no script or fixture, instead of generating a response.");

    private readonly Option<TimeSpan> _latency = Create<TimeSpan>("--latency", "time",
        "The time from each request to the headers of its response, for example 200ms. Default: 0.",
        OptionValues.TryParseTime, OptionValues.TimeFormat);

    private readonly Option<TimeSpan> _timeToFirstToken = Create<TimeSpan>("--ttft", "time",
        "The time from a request to the first token of a model, for example 300ms. Default: 0.",
        OptionValues.TryParseTime, OptionValues.TimeFormat);

    private readonly Option<double> _tokensPerSecond = Create<double>("--tokens-per-second", "number",
        "The speed of models. Default: no limit.", OptionValues.TryParsePositive, "a number greater than 0");

    private readonly Option<double> _jitter = Create<double>("--jitter", "share",
        "The maximum random difference of each time from these values, for example 20%. Default: 0%.",
        OptionValues.TryParseShare, "a share between 0% and 100%");

    private readonly Option<RandomFault[]?> _faults = CreateList<RandomFault>("--fail", "status@share",
        "Respond to this share of the requests with this status code, for example 429@10%. Repeatable.",
        OptionValues.TryParseFault, "a status code between 400 and 599 and a share, such as 429@10%", OptionValues.FindError);

    private readonly Option<int> _seed = Create<int>("--seed", "number",
        "The seed of --fail and --jitter: the same requests get the same faults and times in every run. Default: 0.",
        OptionValues.TryParseInteger, "an integer");

    private readonly Option<QuotaLimit[]?> _quota = CreateList<QuotaLimit>("--quota", "limit",
        "A rate limit of each model, for example requests=60/min or tokens=20000/min; more get 429. Also /s and /h. Repeatable.",
        OptionValues.TryParseQuota, "a limit such as requests=60/min or tokens=20000/min", QuotaLimit.FindError);

    private readonly Option<bool> _quotaRetryAfter = CreateSwitch("--quota-retry-after",
        "Send a retry-after header with the 429 of --quota.");

    private readonly Option<TimeSpan> _batchQueued = Create<TimeSpan>("--batch-queued", "time",
        "The time that batch jobs wait in the queue, for example 5s. Default: 0.", OptionValues.TryParseTime, OptionValues.TimeFormat);

    private readonly Option<double> _batchRate = Create<double>("--batch-rate", "number",
        "The number of requests that a batch job completes per second. Default: no limit.",
        OptionValues.TryParsePositive, "a number greater than 0");

    private readonly Option<bool> _rejectUserAfterTool = CreateSwitch("--reject-user-after-tool",
        "Reject a user message directly after a tool message, as older and self-hosted servers do.");

    private readonly Option<bool> _reverseEmbeddings = CreateSwitch("--reverse-embeddings",
        "Return embeddings in the reverse order of their inputs, to find clients that ignore \"index\".");

    private readonly Option<bool> _textInLastChunk = CreateSwitch("--text-in-last-chunk",
        "Send the last text of a stream together with the finish reason, as the API sometimes does.");

    private readonly Command _command;

    /// <summary>Creates the command.</summary>
    public EmulatorCommand()
    {
        _command = new("mistral-emulator",
            """
            An HTTP server that emulates the Mistral API for tests. It does not run a model.

            The first line that it prints is its base URL, for example http://127.0.0.1:8080/v1. Ctrl+C or SIGTERM stops it when the
            requests in progress have completed, or after 8 seconds; a second signal stops it at once. Times have a unit: 200ms, 1.5s,
            2m or 1h.
            """)
        {
            _port, _host, _apiKey, _cors, _log, _fixtures, _requireScripts, _record, _replay, _replayDelays, _upstream, _latency,
            _timeToFirstToken, _tokensPerSecond, _jitter, _faults, _seed, _quota, _quotaRetryAfter, _batchQueued, _batchRate,
            _rejectUserAfterTool, _reverseEmbeddings, _textInLastChunk, new HelpOption(), new VersionOption(),
        };
        _command.Validators.Add(result =>
        {
            // The values are parsed later.
            if (new RecordingArguments(GetText(_record), GetText(_replay)).Error is { } error)
                result.AddError(error);
            RequireWith(result, _replayDelays, _replay);
            RequireWith(result, _upstream, _record);
            RequireWith(result, _quotaRetryAfter, _quota);

            string? GetText(Option option) => result.GetResult(option)?.Tokens is [var token, ..] ? token.Value : null;
        });
    }

    /// <summary>Parses the arguments. Values that start with @ are not files with further arguments.</summary>
    public ParseResult Parse(IReadOnlyList<string> args) =>
        _command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>Creates the options of the emulator from arguments without errors.</summary>
    public MistralEmulatorOptions CreateOptions(ParseResult result, TextWriter output)
    {
        var printer = new RequestPrinter(output, result.GetValue(_log));
        var recording = new RecordingArguments(result.GetValue(_record), result.GetValue(_replay));
        return new MistralEmulatorOptions
        {
            Port = result.GetResult(_port) is null ? DefaultPort : result.GetValue(_port),
            Address = OptionValues.ToAddress(result.GetValue(_host)),
            ApiKey = result.GetValue(_apiKey),
            CorsOrigin = OptionValues.ToOrigin(result.GetValue(_cors)),
            FixturesPath = result.GetValue(_fixtures),
            RequireScripts = result.GetValue(_requireScripts),
            RecordingsPath = recording.Path,
            RecordingMode = recording.Mode,
            ReplayDelays = result.GetValue(_replayDelays),
            UpstreamEndpoint = result.GetValue(_upstream) ?? new MistralEmulatorOptions().UpstreamEndpoint,
            UpstreamApiKey = recording.ApiKey,
            Timing = new ResponseTiming
            {
                Latency = result.GetValue(_latency),
                TimeToFirstToken = result.GetValue(_timeToFirstToken),
                TokensPerSecond = result.GetResult(_tokensPerSecond) is null ? null : result.GetValue(_tokensPerSecond),
                Jitter = result.GetValue(_jitter),
            },
            RandomFaults = result.GetValue(_faults) ?? [],
            Seed = result.GetValue(_seed),
            Quota = QuotaLimit.CreateQuota(result.GetValue(_quota) ?? [], result.GetValue(_quotaRetryAfter)),
            DefaultBatchJob = new ScriptedBatchJob
            {
                QueuedTime = result.GetValue(_batchQueued),
                RequestsPerSecond = result.GetResult(_batchRate) is null ? null : result.GetValue(_batchRate),
            },
            AllowUserAfterTool = !result.GetValue(_rejectUserAfterTool),
            ReverseEmbeddings = result.GetValue(_reverseEmbeddings),
            TextInLastChunk = result.GetValue(_textInLastChunk),
            OnFixturesLoaded = printer.PrintMessage,
            OnResponseStarting = printer.PrintStart,
            OnResponseCompleted = printer.PrintEnd,
        };
    }

    /// <summary>Adds an error if an option that would have no effect is used without the option that it belongs to.</summary>
    private static void RequireWith(CommandResult result, Option option, Option required)
    {
        if (result.GetResult(option) is not null && result.GetResult(required) is null)
            result.AddError($"{option.Name} requires {required.Name}.");
    }
}
