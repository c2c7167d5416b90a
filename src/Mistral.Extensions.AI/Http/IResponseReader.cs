using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the JSON of a response.</summary>
internal interface IResponseReader
{
    /// <summary>The metadata with which the serializer reads every form of the response.</summary>
    JsonTypeInfo TypeInfo { get; }
}

/// <summary>Reads the JSON of a response, or of a chunk of a stream.</summary>
internal interface IResponseReader<T> : IResponseReader
    where T : class
{
    /// <summary>
    /// Reads the most frequent form faster than the serializer. Returns null for every other form, and for text that is not valid JSON.
    /// </summary>
    T? TryRead(ReadOnlySpan<byte> json);
}
