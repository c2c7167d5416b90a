using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>Reads the audio sample of a voice: <c>sample_audio</c> of a voice and <c>ref_audio</c> of speech.</summary>
internal static class VoiceSample
{
    /// <summary>Decodes base64, and checks that it is an audio file.</summary>
    /// <exception cref="ApiError">The text is not base64, or the audio cannot be read.</exception>
    public static byte[] Read(string base64)
    {
        var sample = new byte[base64.Length / 4 * 3];
        if (!Convert.TryFromBase64String(base64, sample, out var length))
            throw TranscriptionRules.CreateDecodingError("it is not base64");
        sample = sample[..length];
        try
        {
            AudioReader.Read(new MemoryStream(sample));
        }
        catch (InvalidDataException error)
        {
            throw TranscriptionRules.CreateDecodingError(error.Message);
        }
        return sample;
    }
}
