using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the response to the deletion of an object. Without a body, the object was deleted.</summary>
internal sealed class DeletionReader : IResponseReader<Deletion>
{
    internal static readonly DeletionReader Instance = new();

    public JsonTypeInfo TypeInfo => HttpJson.Default.Deletion;

    public Deletion? TryRead(ReadOnlySpan<byte> json) => json.IsEmpty ? new() { HasNoBody = true } : null;
}
