using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>Reads the requests of a run and writes them to the files of the shards.</summary>
internal sealed class ShardFileReader<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly BatchEndpoint<TRequest, TResponse> _endpoint;
    private readonly BatchRunOptions _options;
    private readonly IdSet _ids = new();
    private readonly BatchRequestLines _lines;
    private string? _model;
    private bool _hasLine;
    private int _count;

    internal ShardFileReader(
        BatchEndpoint<TRequest, TResponse> endpoint,
        IAsyncEnumerable<(string Id, TRequest Request)> requests,
        BatchRunOptions options,
        CancellationToken cancellationToken)
    {
        (_endpoint, _options, _model) = (endpoint, options, options.Model);
        _lines = new(CreateRequestsAsync(requests, cancellationToken), cancellationToken);
    }

    /// <summary>Reads the next shard. Returns null at the end of the requests.</summary>
    /// <exception cref="ArgumentException">There are no requests, or one of them is invalid.</exception>
    internal async Task<ShardFile?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await MoveNextAsync().ConfigureAwait(false))
            return null;

        var content = TemporaryFile.Create();
        try
        {
            using var hash = CreateHash();
            var ids = new List<string>();
            while (ids.Count < _options.ShardSize && await MoveNextAsync().ConfigureAwait(false)
                && content.Position + _lines.Length <= _options.MaxFileSize)
            {
                ids.Add(_lines.CustomId!);
                hash.AppendData(_lines.Buffer, 0, _lines.Length);
                await content.WriteAsync(_lines.Buffer, 0, _lines.Length, cancellationToken).ConfigureAwait(false);
                _hasLine = false;
            }

            await content.FlushAsync(cancellationToken).ConfigureAwait(false);
            content.Position = 0;
            return new(_count++, content, ids, _model, ToHexString(hash));
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync().ConfigureAwait(false);
        _ids.Dispose();
    }

    /// <summary>Moves to the next line, unless the current line has not been written to a file yet.</summary>
    private async ValueTask<bool> MoveNextAsync()
    {
        if (_hasLine)
            return true;

        _hasLine = await _lines.MoveNextAsync().ConfigureAwait(false);
        return !_hasLine || _lines.Length <= _options.MaxFileSize
            ? _hasLine
            : throw new ArgumentException(
                $"The request \"{_lines.CustomId}\" is larger than {_options.MaxFileSize} bytes, the maximum size of a file. "
                    + "Send less content.");
    }

    private async IAsyncEnumerable<BatchRequest> CreateRequestsAsync(
        IAsyncEnumerable<(string Id, TRequest Request)> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long index = 0;
        await foreach (var (id, item) in requests.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (string.IsNullOrWhiteSpace(id))
                throw new ArgumentException($"Request {index} of the run has no ID. Pass an ID that is unique in the run.");

            index++;
            var request = _endpoint.CreateRequest(id, item);
            CheckModel(id, request.Body);
            if (!_ids.Add(id))
                throw new ArgumentException($"Two requests have the ID \"{id}\". Each request of a run needs its own.");

            yield return request;
        }
    }

    // A job has one model, which the server uses instead of the model of each request.
    private void CheckModel(string id, JsonElement body)
    {
        var model = body.TryGetProperty("model", out var value) ? value.GetString() : null;
        _model ??= model;
        if (model is not null && (_options.AgentId is not null || model != _model))
        {
            throw new ArgumentException(
                $"The request \"{id}\" has the model \"{model}\", but all requests of a run have "
                    + (_options.AgentId is not null ? "the agent of BatchRunOptions. " : $"the model \"{_model}\". ")
                    + "Remove the model of the request, or start another run for it.");
        }

        if (_model is null && _options.AgentId is null && !body.TryGetProperty("agent_id", out _))
            throw new ArgumentException($"The request \"{id}\" has no model. Set BatchRunOptions.Model, or the model of each request.");
    }

    private IncrementalHash CreateHash()
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_options.RunId}\n{_endpoint.Path}\n{_model}\n{_options.AgentId}\n"));
        return hash;
    }

    private static string ToHexString(IncrementalHash hash) =>
        string.Concat(hash.GetHashAndReset().Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
}
