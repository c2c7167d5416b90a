using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Files;

#pragma warning disable MEAI001 // The options are experimental.

namespace Mistral.Extensions.AI.Adapters.Files;

/// <summary>Maps <see cref="HostedFileClientOptions"/> to requests of the Files API.</summary>
internal sealed class FileRequestMapping(IHostedFileClient client, ILogger logger)
{
    /// <summary>The purpose of files that requests can reference. Without a purpose, the API expects training data.</summary>
    private const string DefaultPurpose = "ocr";

    private readonly IgnoredOptions _ignoredUploadOptions = new(
        logger, nameof(HostedFileClientOptions), AdditionalPropertyKeys.HostedFileClientOptions, typeof(UploadFileRequest));

    private readonly IgnoredOptions _ignoredListOptions = new(logger, nameof(HostedFileClientOptions), [], typeof(ListFilesRequest));

    /// <exception cref="NotSupportedException">The options have a scope.</exception>
    internal static void ThrowIfScoped(HostedFileClientOptions? options)
    {
        if (options?.Scope is not null)
        {
            throw new NotSupportedException(
                "Mistral has no scopes for files. Set Scope to null. To restrict who can access an uploaded file, set "
                + "AdditionalProperties[\"visibility\"] to \"user\".");
        }
    }

    internal UploadFileRequest ToUploadRequest(FileData file, HostedFileClientOptions? options)
    {
        ThrowIfScoped(options);
        var raw = GetRawRequest<UploadFileRequest>(options, _ignoredUploadOptions);
        var properties = AdditionalPropertyReader.From(options?.AdditionalProperties);
        return raw with
        {
            File = file,
            Purpose = raw.Purpose ?? options?.Purpose ?? DefaultPurpose,
            Visibility = raw.Visibility ?? properties.GetString(AdditionalPropertyKeys.Visibility),
            Expiry = raw.Expiry ?? properties.GetInt32(AdditionalPropertyKeys.Expiry),
        };
    }

    internal ListFilesRequest ToListRequest(HostedFileClientOptions? options)
    {
        const int DefaultPageSize = 100;

        ThrowIfScoped(options);
        var raw = GetRawRequest<ListFilesRequest>(options, _ignoredListOptions);
        return raw with
        {
            Purpose = raw.Purpose ?? options?.Purpose,
            PageSize = raw.PageSize ?? (options?.Limit < DefaultPageSize ? options.Limit : null),
        };
    }

    private TRequest GetRawRequest<TRequest>(HostedFileClientOptions? options, IgnoredOptions ignoredOptions)
        where TRequest : class, new()
    {
        var raw = options?.RawRepresentationFactory?.Invoke(client);
        ignoredOptions.LogRawRequest(raw);
        ignoredOptions.LogUnknownKeys(options?.AdditionalProperties);
        return raw as TRequest ?? new();
    }
}
