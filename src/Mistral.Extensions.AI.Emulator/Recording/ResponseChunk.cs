namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>A part of a body that was received at once.</summary>
/// <param name="Time">The time from the request to the chunk.</param>
/// <param name="Content">The content.</param>
internal sealed record ResponseChunk(TimeSpan Time, ReadOnlyMemory<byte> Content);
