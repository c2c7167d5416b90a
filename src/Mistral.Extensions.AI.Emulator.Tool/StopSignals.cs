using System.Runtime.InteropServices;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>The signals that stop the program: SIGINT (Ctrl+C) and SIGTERM.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>The time in which requests can complete. Docker kills a process 10 seconds after the signal.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(8);

    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopNow = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    /// <summary>Completes with the first signal.</summary>
    public Task Stop => _stop.Task;

    /// <summary>Cancelled with the second signal, or 8 seconds after the first one.</summary>
    public CancellationToken StopNow => _stopNow.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stopNow.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_stop.TrySetResult())
            _stopNow.CancelAfter(MaxTime);
        else
            _stopNow.Cancel();
    }
}
