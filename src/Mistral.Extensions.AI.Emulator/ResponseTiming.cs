namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// The response times of a <see cref="MistralEmulator"/>, for example to see an application as its users see it. The default is without
/// delays.
/// </summary>
/// <remarks>
/// They do not apply to a scripted response with a <see cref="ScriptedResponse.Delay"/> or a
/// <see cref="ScriptedResponse.DelayBetweenEvents"/>, to recorded responses, to the requests of batch jobs, or to the messages of realtime
/// transcription.
/// </remarks>
public sealed record ResponseTiming
{
    /// <summary>The time from the request to the status code and the headers of the response. Default: none.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>
    /// The time from the request to the first token of a model, for chat, agents, conversations, FIM and transcriptions. It is at least
    /// <see cref="Latency"/>. Default: none.
    /// </summary>
    public TimeSpan TimeToFirstToken { get; init; }

    /// <summary>
    /// The number of tokens that a model generates per second, greater than 0. An event of a stream is sent when its tokens have been
    /// generated; a response that is not streamed is sent after <see cref="TimeToFirstToken"/> and the time for all of its tokens.
    /// Default: null, which is no limit.
    /// </summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>
    /// The maximum difference of each time from its mean, as a share between 0 and 1: with 0.2, one second is between 0.8 and 1.2 seconds.
    /// <see cref="MistralEmulatorOptions.Seed"/> determines the random differences. Default: 0.
    /// </summary>
    public double Jitter { get; init; }
}
