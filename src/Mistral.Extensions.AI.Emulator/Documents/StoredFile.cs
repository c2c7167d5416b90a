namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>The content of a file that requests reference by its ID.</summary>
internal sealed record StoredFile(ReadOnlyMemory<byte> Bytes, string MediaType);
