namespace Mistral.Extensions.AI.Chat;

/// <summary>A tool call to which deltas of a stream belong.</summary>
internal interface IStreamedToolCall
{
    /// <summary>The ID of the call. If the server sent no ID, a random ID is created.</summary>
    string CallId { get; }

    /// <summary>The name of the function; null until a delta has it.</summary>
    string? Name { get; }
}
