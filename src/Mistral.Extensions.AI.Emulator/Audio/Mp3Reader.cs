namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads MP3 files: the length is the number of complete frames.</summary>
internal static class Mp3Reader
{
    /// <summary>Reads a file; returns null if it does not start with an MP3 frame, with or without an ID3 tag before it.</summary>
    public static AudioDescription? TryRead(Stream stream)
    {
        var words = Id3Tag.Read(stream);
        var (first, samples) = (default(Mp3Frame), 0L);
        while (Mp3Frame.TryRead(stream) is { } frame)
        {
            // The first frame can have the number of frames instead of sound.
            samples += first is null && frame.IsInfo ? 0 : frame.Samples;
            first ??= frame;
        }
        return samples == 0 ? null : new AudioDescription("MP3", (double)samples / first!.SampleRate)
        {
            Channels = first.Channels,
            SampleRate = first.SampleRate,
            Words = words,
        };
    }
}
