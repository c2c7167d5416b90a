using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// A response body of JSON with a maximum length. Unpaired surrogates are replaced, because one of them in any text would make reading the
/// whole response fail.
/// </summary>
internal sealed class JsonResponseStream(Stream body, long limit) : BufferedResponseStream(body, limit, Capacity)
{
    private const int Capacity = 16 * 1024;

    // A longer body is deserialized while it is received. 8 MB are 256 embeddings of 1,536 dimensions as JSON numbers.
    private const int MaxCompleteLength = 8 * 1024 * 1024;

    // The received bytes that can be returned. The bytes after them are an escape that was not received completely.
    private int _finalLength;

    /// <summary>
    /// Deserializes the body. A reader that does not use the serializer needs the complete body. The serializer gains nothing from it, and
    /// with a part of the body at a time, the images of an OCR response are in memory only once.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="length">The length of the body, or null if it is unknown.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    internal async ValueTask<T?> DeserializeAsync<T>(IResponseReader<T> reader, long? length, CancellationToken cancellationToken)
        where T : class
    {
        if (reader is not JsonResponseReader<T> && !(length > MaxCompleteLength))
        {
            // With space for one more byte, the end of the body is found without a larger buffer.
            EnsureCapacity((int?)length + 1 ?? 0);
            await ReceiveAsync(MaxCompleteLength + 1, cancellationToken).ConfigureAwait(false);
        }

        if (!BodyHasEnded)
        {
            _finalLength = UnpairedSurrogates.Replace(Received, BodyHasEnded);
            return await JsonSerializer.DeserializeAsync(this, ToLenient(reader), cancellationToken).ConfigureAwait(false);
        }

        if (reader.TryRead(Received) is { } response)
            return response;

        UnpairedSurrogates.Replace(Received, isEnd: true);
        return JsonSerializer.Deserialize(Received.StartsWith("\uFEFF"u8) ? Received.Slice(3) : Received, ToLenient(reader));
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_finalLength == 0 && !BodyHasEnded)
        {
            await ReceiveAsync(Received.Length + 1, cancellationToken).ConfigureAwait(false);
            _finalLength = UnpairedSurrogates.Replace(Received, BodyHasEnded);
        }

        var length = Math.Min(buffer.Length, _finalLength);
        Received.Slice(0, length).CopyTo(buffer.Span);
        Remove(length);
        _finalLength -= length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _finalLength = 0;
    }

    private static JsonTypeInfo<T> ToLenient<T>(IResponseReader<T> reader)
        where T : class => ((JsonTypeInfo<T>)reader.TypeInfo).ToLenient();

    // Receives until the buffer has a number of bytes, or the body ends.
    private async ValueTask ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        try
        {
            while (!BodyHasEnded && Received.Length < count)
            {
                if (IsFull)
                    EnsureCapacity(Received.Length * 2);
                var read = EndRead(await BeginReadAsync(cancellationToken).ConfigureAwait(false));
                Count(Received.Slice(Received.Length - read));
            }
        }
        catch (InvalidOperationException exception) when (IsInvalidData(exception))
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
