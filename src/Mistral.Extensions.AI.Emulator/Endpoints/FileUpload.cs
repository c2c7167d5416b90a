using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>An upload. Its file is stored while it is received.</summary>
/// <param name="folder">The folder for large files.</param>
/// <param name="listNames">The names of the fields that are lists: each of their items is a part.</param>
internal sealed class FileUpload(TemporaryFolder folder, params string[] listNames) : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int MaxFieldLength = 64 * 1024;

    private readonly JsonObject _fields = [];
    private FileContentWriter? _writer;

    /// <summary>The name of the file.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>The content type of the part with the file; null if there is none.</summary>
    public string? ContentType { get; private set; }

    /// <summary>Whether there is a file.</summary>
    public bool HasFile => _writer is not null;

    /// <summary>Reads a request and returns its fields. The field of the file is an empty object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="schema">The schema of the fields.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ApiError">The body is not valid, a field is not valid, or the file is too large.</exception>
    public async Task<JsonElement> ReadAsync(ApiRequest request, ValueSchema schema, CancellationToken cancellationToken)
    {
        if (GetBoundary(request.ContentType) is { } boundary)
            await ReadPartsAsync(new MultipartReader(boundary, request.MultipartBody), cancellationToken).ConfigureAwait(false);
        return request.ReadForm(_fields, schema);
    }

    /// <summary>Returns the content of the file.</summary>
    public FileContent GetContent() => _writer!.Complete();

    /// <summary>Deletes the content, unless <see cref="GetContent"/> has returned it.</summary>
    public void Dispose() => _writer?.Dispose();

    private static string? GetBoundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var header) && header.MediaType == "multipart/form-data"
            ? HeaderUtilities.RemoveQuotes(header.Boundary).Value
            : null;

    private async Task ReadPartsAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } part)
                await ReadPartAsync(part, cancellationToken).ConfigureAwait(false);
        }
        // The body does not have the format of multipart/form-data, or it ends before the last boundary.
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ApiError.UnreadableBody();
        }
    }

    private async Task ReadPartAsync(MultipartSection part, CancellationToken cancellationToken)
    {
        var header = part.GetContentDispositionHeader();
        var name = HeaderUtilities.RemoveQuotes(header?.Name ?? "").Value ?? "";
        // A part without a file name is not a file.
        if (name == "file" && _writer is null && header!.IsFileDisposition())
            await ReadFileAsync(part, header!, cancellationToken).ConfigureAwait(false);
        else if (name != "file")
            AddField(name, await ReadFieldAsync(part.Body, cancellationToken).ConfigureAwait(false));
    }

    private void AddField(string name, string value)
    {
        if (!listNames.Contains(name))
            _fields[name] = value;
        else if (_fields[name] is JsonArray list)
            list.Add((JsonNode)value);
        else
            _fields[name] = new JsonArray(value);
    }

    private async Task ReadFileAsync(MultipartSection part, ContentDispositionHeaderValue header, CancellationToken cancellationToken)
    {
        FileName = HeaderUtilities.RemoveQuotes(header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).Value!;
        ContentType = part.ContentType;
        _fields["file"] = new JsonObject();
        _writer = new FileContentWriter(folder);
        var buffer = new byte[BufferSize];
        while (await part.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var length and > 0)
        {
            if (_writer.Length + length > RequestBody.MaxFileLength)
                throw ApiError.RequestTooLarge();
            _writer.Write(buffer.AsSpan(0, length));
        }
    }

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldLength];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length < buffer.Length ? Encoding.UTF8.GetString(buffer, 0, length) : throw ApiError.RequestTooLarge();
    }
}
