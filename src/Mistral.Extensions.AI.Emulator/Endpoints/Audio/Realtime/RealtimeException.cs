namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;

/// <summary>Ends a session with an <c>error</c> event.</summary>
/// <param name="message">The message of the error.</param>
/// <param name="code">The code of the error.</param>
internal sealed class RealtimeException(string message, int code) : Exception(message)
{
    /// <summary>The code of a message that does not match its schema, as in conversations.</summary>
    public const int InvalidMessage = 3001;

    /// <summary>The code of a message that is not allowed now.</summary>
    public const int InvalidOrder = 3051;

    /// <summary>The code of audio that cannot be read.</summary>
    public const int InvalidAudio = 3291;

    /// <summary>The code of an unknown model.</summary>
    public const int InvalidModel = 1500;

    /// <summary>The code of the error.</summary>
    public int Code { get; } = code;
}
