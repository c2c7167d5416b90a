namespace Mistral.Extensions.AI.Emulator;

/// <summary>A response that was sent, or as much of it as was sent before the connection was closed.</summary>
/// <param name="Request">The request.</param>
/// <param name="ContentType">The content type; null if there is none.</param>
/// <param name="Body">The start of the body, up to 64 KiB.</param>
/// <param name="BodyLength">The number of bytes of the body that were sent.</param>
internal sealed record CompletedResponse(RecordedRequest Request, string? ContentType, ReadOnlyMemory<byte> Body, long BodyLength);
