namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// What a <see cref="MistralEmulator"/> does with requests if <see cref="MistralEmulatorOptions.RecordingsPath"/> is set.
/// </summary>
public enum RecordingMode
{
    /// <summary>
    /// A request gets its recorded response. A request without a recording gets an error. Nothing is sent to another host.
    /// </summary>
    Replay,

    /// <summary>
    /// All requests are sent to <see cref="MistralEmulatorOptions.UpstreamEndpoint"/>, and their responses are recorded. Earlier recordings
    /// of the same requests are replaced.
    /// </summary>
    Record,

    /// <summary>A request gets its recorded response. A request without a recording is sent, and its response is recorded.</summary>
    Auto,
}
