using System.Globalization;
using System.Runtime.InteropServices;
using Mistral.Extensions.AI.Emulator;

const string Help = """
    An emulator of the Mistral API on 127.0.0.1. No model, no key needed: any bearer key is let in.

    dotnet run --project src/Mistral.Extensions.AI.Emulator -- [options]

      --port <number>            the port; 8080 unless given, 0 for any free one
      --api-key <key>            let in this key only
      --allow-user-after-tool    as the hosted API since 2026; older and self-hosted servers refuse it
      --reverse-embeddings       embeddings come last one first; only their index tells whose they are
      --help                     this text
    """;

var port = 8080;
string? apiKey = null;
var allowUserAfterTool = false;
var reverseEmbeddings = false;
for (var index = 0; index < args.Length; index++)
{
    switch (args[index])
    {
        case "--port" when index + 1 < args.Length
            && ushort.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number):
            (port, index) = (number, index + 1);
            break;
        case "--api-key" when index + 1 < args.Length:
            apiKey = args[++index];
            break;
        case "--allow-user-after-tool":
            allowUserAfterTool = true;
            break;
        case "--reverse-embeddings":
            reverseEmbeddings = true;
            break;
        case "--help" or "-h":
            Console.WriteLine(Help);
            return 0;
        default:
            await Console.Error.WriteLineAsync($"Cannot read \"{args[index]}\".\n\n{Help}").ConfigureAwait(false);
            return 2;
    }
}

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var options = new MistralEmulatorOptions
{
    Port = port,
    ApiKey = apiKey,
    AllowUserAfterTool = allowUserAfterTool,
    ReverseEmbeddings = reverseEmbeddings,
    OnResponseStarting = request => Console.WriteLine($"{request.Method} {request.Path.Split('?')[0]} {request.StatusCode}"),
};
try
{
    await using var emulator = await MistralEmulator.StartAsync(options).ConfigureAwait(false);
    Console.WriteLine($"The emulator listens on {emulator.Endpoint}");
    await stopped.Task.ConfigureAwait(false);
    return 0;
}
catch (IOException error)
{
    await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}
