using System.Runtime.CompilerServices;

/// <summary>Reads a WAV file as fast as a microphone would record it: 16-bit samples of one channel.</summary>
internal static class Microphone
{
    /// <summary>The number of samples per second in the WAV files of the speech API.</summary>
    public const int SampleRate = 24_000;

    private const int HeaderLength = 44;

    private static readonly TimeSpan PartLength = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the audio in parts of 100 milliseconds.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> RecordAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var file = File.OpenRead(path);
        file.Position = HeaderLength;
        using var timer = new PeriodicTimer(PartLength);
        do
        {
            var part = new byte[(int)(SampleRate * PartLength.TotalSeconds) * sizeof(short)];
            var length = await file.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken);
            yield return part.AsMemory(0, length);
        }
        while (file.Position < file.Length && await timer.WaitForNextTickAsync(cancellationToken));
    }
}
