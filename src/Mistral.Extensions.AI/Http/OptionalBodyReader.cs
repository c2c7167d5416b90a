using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads a response that may have no body.</summary>
/// <param name="typeInfo">The metadata of a response with a body.</param>
/// <param name="withoutBody">The value of a response without a body.</param>
internal sealed class OptionalBodyReader<T>(JsonTypeInfo<T> typeInfo, T withoutBody) : IResponseReader<T>
    where T : class
{
    public JsonTypeInfo TypeInfo => typeInfo;

    public T? TryRead(ReadOnlySpan<byte> json) => json.IsEmpty ? withoutBody : null;
}
