using System.CommandLine.Invocation;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Emulator.Tool;

var command = new EmulatorCommand();
var result = command.Parse(args);
if (result.Action is ParseErrorAction)
{
    // A line break in an argument must not add a line.
    var message = result.Errors[0].Message.ReplaceLineEndings(" ");
    await Console.Error.WriteLineAsync($"{message} Use --help to list the options.").ConfigureAwait(false);
    return 2;
}

// --help and --version.
if (result.Action is not null)
    return await result.InvokeAsync().ConfigureAwait(false);

using var signals = new StopSignals();
try
{
    await using var emulator = await MistralEmulator.StartAsync(command.CreateOptions(result, Console.Out)).ConfigureAwait(false);
    Console.WriteLine(emulator.Endpoint);
    await signals.Stop.ConfigureAwait(false);
    await emulator.StopAsync(signals.StopNow).ConfigureAwait(false);
    return 0;
}
catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException)
{
    await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
    return 1;
}
