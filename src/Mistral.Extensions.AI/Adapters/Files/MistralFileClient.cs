using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Files;

#pragma warning disable MEAI001 // The interface is experimental.

namespace Mistral.Extensions.AI.Adapters.Files;

/// <summary>An <see cref="IHostedFileClient"/> over the Files API.</summary>
internal sealed class MistralFileClient : IHostedFileClient
{
    private readonly object _client;
    private readonly FilesApi _files;
    private readonly HostedFileClientMetadata _metadata;
    private readonly FileRequestMapping _requests;

    internal MistralFileClient(object client, FilesApi files)
    {
        (_client, _files) = (client, files);
        _metadata = new("mistral_ai", files.Endpoint);
        _requests = new(this, files.Logger);
    }

    public async Task<HostedFileContent> UploadAsync(
        Stream content,
        string? mediaType = null,
        string? fileName = null,
        HostedFileClientOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = _requests.ToUploadRequest(FileData.FromStream(content, mediaType, fileName), options);
        var file = await _files.UploadAsync(request, null, cancellationToken).ConfigureAwait(false);
        return file.ToHostedFileContent();
    }

    public async Task<HostedFileDownloadStream> DownloadAsync(
        string fileId, HostedFileClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        FileRequestMapping.ThrowIfScoped(options);
        return new MistralFileDownloadStream(await _files.DownloadAsync(fileId, cancellationToken).ConfigureAwait(false));
    }

    public async Task<HostedFileContent?> GetFileInfoAsync(
        string fileId, HostedFileClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        FileRequestMapping.ThrowIfScoped(options);
        try
        {
            var file = await _files.GetAsync(fileId, cancellationToken).ConfigureAwait(false);
            return file.ToHostedFileContent();
        }
        catch (MistralException exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public IAsyncEnumerable<HostedFileContent> ListFilesAsync(
        HostedFileClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.Limit < 1)
            throw new ArgumentException($"Limit must be 1 or greater, but was {options.Limit}.", nameof(options));

        var request = _requests.ToListRequest(options);
        return EnumerateAsync(_files.ListAsync(request, CancellationToken.None), options?.Limit, cancellationToken);
    }

    public async Task<bool> DeleteAsync(
        string fileId, HostedFileClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        FileRequestMapping.ThrowIfScoped(options);
        try
        {
            var result = await _files.DeleteAsync(fileId, cancellationToken).ConfigureAwait(false);
            return result.Deleted is not false;
        }
        catch (MistralException exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(HostedFileClientMetadata) ? _metadata
            : serviceType == typeof(FilesApi) ? _files
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_client) ? _client
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<HostedFileContent> EnumerateAsync(
        IAsyncEnumerable<FileSchema> files, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var file in files.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // A file without an ID cannot be used.
            if (string.IsNullOrWhiteSpace(file.Id))
                continue;

            yield return file.ToHostedFileContent();
            if (++count == limit)
                yield break;
        }
    }
}
