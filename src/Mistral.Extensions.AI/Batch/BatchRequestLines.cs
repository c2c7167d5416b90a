using System.Text.Json;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Enumerates requests as lines of JSON. The buffer is reused for each line.</summary>
internal sealed class BatchRequestLines(IAsyncEnumerable<BatchRequest> requests, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<BatchRequest> _requests = requests.GetAsyncEnumerator(cancellationToken);
    private readonly PooledBuffer _line = new();
    private Utf8JsonWriter? _writer;
    private long _count;

    /// <summary>The array with the line, of which <see cref="Length"/> bytes are used.</summary>
    internal byte[] Buffer => _line.Array;

    /// <summary>The length of the line with its line break.</summary>
    internal int Length => _line.Length;

    /// <summary>The ID of the request in the line.</summary>
    internal string? CustomId => _requests.Current.CustomId;

    /// <summary>Writes the next line. Returns false at the end.</summary>
    /// <exception cref="ArgumentException">There are no requests, or the next one is invalid.</exception>
    internal async ValueTask<bool> MoveNextAsync()
    {
        _line.Clear();
        if (!await _requests.MoveNextAsync().ConfigureAwait(false))
        {
            return _count > 0
                ? false
                : throw new ArgumentException("The sequence of requests is empty. A batch job needs at least one request.");
        }

        if (BatchRequest.Validate(_requests.Current, _count) is { } error)
            throw new ArgumentException(error);

        _count++;
        _writer ??= new(_line, JsonRequestContent.WriterOptions);
        _writer.Reset(_line);
        JsonSerializer.Serialize(_writer, _requests.Current, BatchJson.Default.BatchRequest);
        _writer.Flush();
        _line.GetSpan(1)[0] = (byte)'\n';
        _line.Advance(1);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _requests.DisposeAsync().ConfigureAwait(false);
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        _line.Dispose();
    }
}
