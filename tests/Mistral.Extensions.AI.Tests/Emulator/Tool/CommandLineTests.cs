using System.CommandLine.Invocation;
using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Emulator.Tool;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Emulator.Tool;

/// <summary>The options of the program mistral-emulator.</summary>
public sealed class CommandLineTests
{
    private readonly EmulatorCommand _command = new();

    [Fact]
    public void Defaults_are_those_of_the_library_on_port_8080()
    {
        var options = Parse();
        var defaults = new MistralEmulatorOptions();

        Assert.Equal(8080, options.Port);
        Assert.Equal(
            (defaults.Address, defaults.ApiKey, defaults.CorsOrigin, defaults.FixturesPath, defaults.RequireScripts, defaults.Timing,
                defaults.Seed, defaults.Quota, defaults.DefaultBatchJob, defaults.AllowUserAfterTool, defaults.ReverseEmbeddings,
                defaults.TextInLastChunk),
            (options.Address, options.ApiKey, options.CorsOrigin, options.FixturesPath, options.RequireScripts, options.Timing,
                options.Seed, options.Quota, options.DefaultBatchJob, options.AllowUserAfterTool, options.ReverseEmbeddings,
                options.TextInLastChunk));
        Assert.Empty(options.RandomFaults);
    }

    [Fact]
    public void Text_options_and_switches_are_read()
    {
        var options = Parse(
            "--port", "0", "--api-key", "@secret", "--fixtures", "a.json", "--require-scripts", "--reject-user-after-tool",
            "--reverse-embeddings", "--text-in-last-chunk", "--seed", "-7");

        Assert.Equal((0, "@secret", "a.json", -7), (options.Port, options.ApiKey, options.FixturesPath, options.Seed));
        Assert.Equal(
            (true, false, true, true),
            (options.RequireScripts, options.AllowUserAfterTool, options.ReverseEmbeddings, options.TextInLastChunk));
    }

    [Theory]
    [InlineData("localhost", null)]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("::", "::")]
    [InlineData("192.168.1.5", "192.168.1.5")]
    public void Host_option_is_an_address(string value, string? address) =>
        Assert.Equal(address is null ? null : IPAddress.Parse(address), Parse("--host", value).Address);

    [Theory]
    [InlineData("any", "*")]
    [InlineData("*", "*")]
    [InlineData("none", null)]
    [InlineData("http://localhost:3000", "http://localhost:3000")]
    public void Cors_option_is_an_origin(string value, string? origin) => Assert.Equal(origin, Parse("--cors", value).CorsOrigin);

    [Theory]
    [InlineData("200ms", 200)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0", 0)]
    public void Time_options_have_a_unit(string value, int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);

        var options = Parse("--latency", value, "--ttft", value, "--batch-queued", value);

        Assert.Equal(
            (time, time, time), (options.Timing.Latency, options.Timing.TimeToFirstToken, options.DefaultBatchJob.QueuedTime));
    }

    [Fact]
    public void Speed_and_share_options_are_read()
    {
        var options = Parse(
            "--tokens-per-second", "12.5", "--jitter=20%", "--batch-rate", "100", "--fail", "429@10%", "--fail", "503@0.5%");

        Assert.Equal(
            (12.5, 0.2, 100.0),
            (options.Timing.TokensPerSecond, options.Timing.Jitter, options.DefaultBatchJob.RequestsPerSecond));
        Assert.Equal([new RandomFault(429, 0.1), new RandomFault(503, 0.005)], options.RandomFaults);
    }

    [Fact]
    public void Quotas_of_requests_and_of_tokens_have_separate_windows()
    {
        var options = Parse("--quota", "requests=1/s", "--quota", "tokens=20000/min", "--quota-retry-after");

        Assert.Equal(
            new RateLimitQuota { Requests = 1, RequestWindow = TimeSpan.FromSeconds(1), Tokens = 20_000, SendRetryAfter = true },
            options.Quota);
        Assert.Equal(
            new RateLimitQuota { Tokens = 5, TokenWindow = TimeSpan.FromHours(1) }, Parse("--quota", "tokens=5/h").Quota);
    }

    [Theory]
    [InlineData("--port", "65536", "--port must be a number between 0 and 65535, but was \"65536\".")]
    [InlineData("--port", "-1", "--port must be a number between 0 and 65535, but was \"-1\".")]
    [InlineData("--host", "example.com", "--host must be an IP address or localhost, but was \"example.com\".")]
    [InlineData("--host", "1", "--host must be an IP address or localhost, but was \"1\".")]
    [InlineData("--api-key", " ", "--api-key must be a key, but was \" \".")]
    [InlineData("--fixtures", "", "--fixtures must be a file, but was \"\".")]
    [InlineData("--cors", "localhost:3000/", "--cors must be any, none or an origin such as http://localhost:3000, but was")]
    [InlineData("--cors", "http://localhost:3000/", "--cors must be any, none or an origin such as http://localhost:3000, but was")]
    [InlineData("--log", "all", "--log must be none, requests or bodies, but was \"all\".")]
    [InlineData("--log", "0", "--log must be none, requests or bodies, but was \"0\".")]
    [InlineData("--latency", "fast", "--latency must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"fast\".")]
    [InlineData("--latency", "100", "--latency must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"100\".")]
    [InlineData("--latency", "-1s", "--latency must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"-1s\".")]
    [InlineData("--ttft", "1d", "--ttft must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"1d\".")]
    [InlineData("--ttft", "25h", "--ttft must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"25h\".")]
    [InlineData("--ttft", "1.2.3s", "--ttft must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"1.2.3s\".")]
    [InlineData("--tokens-per-second", "0", "--tokens-per-second must be a number greater than 0, but was \"0\".")]
    [InlineData("--jitter", "101%", "--jitter must be a share between 0% and 100%, but was \"101%\".")]
    [InlineData("--jitter", "0.2", "--jitter must be a share between 0% and 100%, but was \"0.2\".")]
    [InlineData("--fail", "429", "--fail must be a status code between 400 and 599 and a share, such as 429@10%, but was \"429\".")]
    [InlineData("--fail", "200@10%", "--fail must be a status code between 400 and 599 and a share, such as 429@10%, but was \"200@10%\".")]
    [InlineData("--fail", "429@10", "--fail must be a status code between 400 and 599 and a share, such as 429@10%, but was \"429@10\".")]
    [InlineData("--seed", "a", "--seed must be an integer, but was \"a\".")]
    [InlineData("--quota", "60", "--quota must be a limit such as requests=60/min or tokens=20000/min, but was \"60\".")]
    [InlineData("--quota", "tokens=-1/min", "--quota must be a limit such as requests=60/min or tokens=20000/min, but was")]
    [InlineData("--quota", "tokens=9999999999/s", "--quota must be a limit such as requests=60/min or tokens=20000/min, but was")]
    [InlineData("--batch-queued", "soon", "--batch-queued must be a time of at most 24h such as 200ms, 1.5s or 2m, but was \"soon\".")]
    [InlineData("--batch-rate", "0", "--batch-rate must be a number greater than 0, but was \"0\".")]
    [InlineData("--record", "", "--record must be a folder, but was \"\".")]
    [InlineData("--replay", " ", "--replay must be a folder, but was \" \".")]
    [InlineData("--upstream", "http://localhost:5000/v1", "--upstream requires --record.")]
    [InlineData("--quota-requests", "1", "Unrecognized command or argument '--quota-requests'.")]
    public void Option_with_an_invalid_value_is_an_error(string name, string value, string message) =>
        Assert.StartsWith(message, GetError(name, value), StringComparison.Ordinal);

    [Theory]
    [InlineData("--replay-delays", "--replay-delays requires --replay.")]
    [InlineData("--quota-retry-after", "--quota-retry-after requires --quota.")]
    public void Switch_without_the_option_that_it_belongs_to_is_an_error(string name, string message) =>
        Assert.Equal(message, GetError(name));

    [Fact]
    public void Upstream_that_is_not_a_URL_is_an_error() => Assert.Equal(
        "--upstream must be an HTTP or HTTPS URL without a query, but was \"api.mistral.ai\".",
        GetError("--record", "a", "--upstream", "api.mistral.ai"));

    [Fact]
    public void Record_and_replay_options_select_the_recording_mode()
    {
        var defaults = new MistralEmulatorOptions();
        var replay = Parse("--replay", "a", "--replay-delays");
        var record = Parse("--record", "a", "--upstream", "http://localhost:5000/v1");
        var both = Parse("--replay", "a", "--record", "a");

        Assert.Equal((null, defaults.UpstreamEndpoint, false), (Parse().RecordingsPath, Parse().UpstreamEndpoint, Parse().ReplayDelays));
        Assert.Equal(("a", RecordingMode.Replay, true), (replay.RecordingsPath, replay.RecordingMode, replay.ReplayDelays));
        Assert.Equal(("a", RecordingMode.Record), (record.RecordingsPath, record.RecordingMode));
        Assert.Equal(new Uri("http://localhost:5000/v1"), record.UpstreamEndpoint);
        Assert.Equal(("a", RecordingMode.Auto), (both.RecordingsPath, both.RecordingMode));
        Assert.Equal(
            "--record and --replay must have the same folder, to which missing recordings are added.",
            GetError("--replay", "a", "--record", "b"));
    }

    [Fact]
    public void Options_that_do_not_fit_together_are_an_error()
    {
        Assert.Equal(
            "--fail must have shares of at most 100% together, but had 110%.", GetError("--fail", "429@60%", "--fail", "500@50%"));
        Assert.Equal(
            "--quota must have one limit of tokens, but had 2.", GetError("--quota", "tokens=1/s", "--quota", "tokens=2/min"));
        Assert.Equal("Option '--port' expects a single argument but 2 were provided.", GetError("--port", "1", "--port", "2"));
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--fail")]
    [InlineData("--api-key")]
    public void Option_without_value_is_an_error(string name) =>
        Assert.Equal($"Required argument missing for option: '{name}'.", GetError(name));

    [Theory]
    [InlineData("port")]
    [InlineData("--Port")]
    [InlineData("-p")]
    public void Unknown_argument_is_an_error(string argument) =>
        Assert.Equal($"Unrecognized command or argument '{argument}'.", GetError(argument));

    [Fact]
    public void Fault_shares_of_100_percent_together_are_valid() =>
        Assert.Equal(3, Parse("--fail", "429@33.3%", "--fail", "500@33.3%", "--fail", "503@33.4%").RandomFaults.Count);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    public void Help_and_version_need_no_emulator(string argument)
    {
        var result = _command.Parse([argument]);

        Assert.Empty(result.Errors);
        Assert.NotNull(result.Action);
    }

    [Fact]
    public void Readme_of_the_emulator_lists_every_option()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Emulator, "README.md"));

        Assert.All(
            _command.Parse([]).CommandResult.Command.Options,
            option => Assert.Contains($"`{option.Name}`", readme, StringComparison.Ordinal));
    }

    private MistralEmulatorOptions Parse(params string[] args)
    {
        var result = _command.Parse(args);
        Assert.Empty(result.Errors.Select(error => error.Message));
        Assert.Null(result.Action);
        return _command.CreateOptions(result, TextWriter.Null);
    }

    private string GetError(params string[] args)
    {
        var result = _command.Parse(args);
        Assert.IsType<ParseErrorAction>(result.Action);
        return result.Errors[0].Message;
    }
}
