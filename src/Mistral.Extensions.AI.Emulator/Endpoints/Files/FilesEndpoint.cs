using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Files;

/// <summary>The files endpoints below <c>/v1/files</c>.</summary>
/// <param name="files">The files of the emulator.</param>
/// <param name="idGenerator">The source of file IDs.</param>
/// <param name="timeProvider">The time at which files are created and expire.</param>
internal sealed class FilesEndpoint(FileStore files, IdGenerator idGenerator, TimeProvider timeProvider)
{
    private readonly SignedUrls _signedUrls = new(files, timeProvider);

    /// <summary>Adds the endpoints.</summary>
    /// <param name="routes">The routes below <c>/v1</c>.</param>
    /// <param name="rootRoutes">All routes.</param>
    public void Map(IEndpointRouteBuilder routes, IEndpointRouteBuilder rootRoutes)
    {
        routes.MapApi("POST", "/files", UploadAsync);
        routes.MapApi("GET", "/files", List);
        routes.MapApi("GET", "/files/{file_id}", Get);
        routes.MapApi("DELETE", "/files/{file_id}", Delete);
        routes.MapApi("GET", "/files/{file_id}/content", request => SignedUrls.CreateContentResponse(FindFile(request)));
        routes.MapApi("GET", "/files/{file_id}/url", GetSignedUrl);
        _signedUrls.Map(rootRoutes);
    }

    private async Task<ApiResponse> UploadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var upload = new FileUpload(files.Folder);
        var fields = await upload.ReadAsync(request, FileSchemas.Upload, cancellationToken).ConfigureAwait(false);
        // A file that was uploaded without a purpose is checked as one for fine-tuning: https://github.com/mistralai/client-ts/issues/95.
        var purpose = fields.FindString("purpose") ?? "fine-tune";
        var mediaType = MediaTypes.FromFileName(upload.FileName) ?? upload.ContentType ?? MediaTypes.Binary;
        if (purpose == "ocr")
            FileRules.CheckMediaType(mediaType);
        var content = upload.GetContent();
        try
        {
            var file = await CreateFileAsync(content, fields, purpose, upload.FileName, mediaType, cancellationToken).ConfigureAwait(false);
            files.Add(file);
            return ApiResponse.Json(file.ToJson());
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private async Task<StoredFile> CreateFileAsync(
        FileContent content, JsonElement fields, string purpose, string name, string mediaType, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        await using var stream = content.OpenRead();
        return new StoredFile(idGenerator.NextUuid(), name, mediaType, content)
        {
            Purpose = purpose,
            SampleType = purpose switch { "fine-tune" => "instruct", "batch" => "batch_request", var other => $"{other}_input" },
            CreatedAt = now,
            ExpiresAt = fields.FindNumber("expiry") is { } hours ? now.AddHours(hours) : null,
            Visibility = fields.FindString("visibility") ?? "workspace",
            Signature = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false))[..16],
            LineCount = purpose is "fine-tune" or "batch"
                ? await FileRules.CheckLinesAsync(content, purpose, cancellationToken).ConfigureAwait(false)
                : null,
        };
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(FileSchemas.List, FileSchemas.ListParameters);
        StoredFile[] matches = [.. files.GetAll().Where(file => Matches(file, query))];
        return ApiResponse.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. matches.GetPage(query).Select(FileJson.ToJson)]),
            ["object"] = "list",
            ["total"] = query.IsFalse("include_total") ? null : matches.Length,
        });
    }

    private static bool Matches(StoredFile file, JsonElement query)
    {
        return IsAnyOf("sample_type", file.SampleType)
            && IsAnyOf("source", file.Source)
            && IsAnyOf("mimetypes", file.MediaType)
            && (query.FindString("purpose") ?? file.Purpose) == file.Purpose
            && file.Name.Contains(query.FindString("search") ?? "", StringComparison.OrdinalIgnoreCase);

        bool IsAnyOf(string name, string value) => query.Find(name) is null || query.FindStrings(name).Contains(value);
    }

    private ApiResponse Get(ApiRequest request)
    {
        var json = FindFile(request).ToJson();
        json["deleted"] = false;
        return ApiResponse.Json(json);
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var file = FindFile(request);
        files.Delete(file.Id);
        return ApiResponse.Json(new JsonObject { ["id"] = file.Id.ToString(), ["object"] = "file", ["deleted"] = true });
    }

    private ApiResponse GetSignedUrl(ApiRequest request)
    {
        const int DefaultHours = 24;
        var hours = request.ReadQuery(FileSchemas.SignedUrl).FindNumber("expiry") ?? DefaultHours;
        var url = _signedUrls.Create(request.BaseUrl, FindFile(request), TimeSpan.FromHours(hours));
        return ApiResponse.Json(new JsonObject { ["url"] = url });
    }

    private StoredFile FindFile(ApiRequest request) => files.GetRequired(request.GetRouteUuid("file_id"));
}
