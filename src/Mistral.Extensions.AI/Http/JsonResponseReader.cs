using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads every response with the serializer.</summary>
internal sealed class JsonResponseReader<T>(JsonTypeInfo<T> typeInfo) : IResponseReader<T>
    where T : class
{
    public JsonTypeInfo TypeInfo => typeInfo;

    public T? TryRead(ReadOnlySpan<byte> json) => null;
}
