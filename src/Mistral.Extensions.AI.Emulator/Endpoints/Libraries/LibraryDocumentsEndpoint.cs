using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Endpoints.Files;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>The endpoints for the documents of libraries.</summary>
/// <param name="libraries">The libraries of the emulator.</param>
/// <param name="documents">Creates documents.</param>
/// <param name="signedUrls">Creates the URLs of documents.</param>
internal sealed class LibraryDocumentsEndpoint(LibraryStore libraries, DocumentProcessor documents, SignedUrls signedUrls)
{
    private const int DefaultPageSize = 100;

    /// <summary>The lifetime of signed URLs in the OpenAPI description.</summary>
    private static readonly TimeSpan UrlLifetime = TimeSpan.FromMinutes(30);

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        const string Documents = "/libraries/{library_id}/documents";
        const string Document = $"{Documents}/{{document_id}}";
        routes.MapApi("POST", Documents, UploadAsync);
        routes.MapApi("GET", Documents, List);
        routes.MapApi("GET", Document, Get);
        routes.MapApi("PATCH", Document, Update);
        routes.MapApi("PUT", Document, Update);
        routes.MapApi("DELETE", Document, Delete);
        routes.MapApi("GET", $"{Document}/text_content", GetText);
        routes.MapApi("GET", $"{Document}/status", GetStatus);
        routes.MapApi("GET", $"{Document}/signed-url", request => CreateUrl(request, Find(request).Document.File));
        routes.MapApi("GET", $"{Document}/extracted-text-signed-url", request => CreateUrl(request, GetTextFile(request)));
        routes.MapApi("POST", $"{Document}/reprocess", Reprocess);
    }

    private async Task<ApiResponse> UploadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var library = libraries.GetRequired(request);
        using var upload = new FileUpload(documents.Folder);
        await upload.ReadAsync(request, LibrarySchemas.UploadDocument, cancellationToken).ConfigureAwait(false);
        var content = upload.GetContent();
        var hash = await DocumentProcessor.ComputeHashAsync(content, cancellationToken).ConfigureAwait(false);
        if (library.Documents.Find(document => document.Hash == hash) is { } existing)
        {
            content.Dispose();
            return ApiResponse.Json(existing.ToJson(library.Id, libraries.Now));
        }
        var document = documents.Create(library, content, upload.FileName, upload.ContentType, hash);
        libraries.ChangeRequired(request, stored => stored with { Documents = stored.Documents.Add(document), UpdatedAt = libraries.Now });
        return ApiResponse.Json(document.ToJson(library.Id, libraries.Now), 201);
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(LibrarySchemas.ListDocuments);
        var library = libraries.GetRequired(request);
        var matches = library.Documents
            .Where(document => document.Name.Contains(query.FindString("search") ?? "", StringComparison.OrdinalIgnoreCase));
        LibraryDocument[] sorted = [.. query.FindString("sort_by") switch
        {
            "name" => matches.OrderBy(document => document.Name, StringComparer.Ordinal),
            "size" => matches.OrderBy(document => document.File.Content.Length),
            _ => matches,
        }];
        if (query.FindString("sort_order") != "asc")
            Array.Reverse(sorted);
        return ApiResponse.Json(new JsonObject
        {
            ["pagination"] = LibraryJson.CreatePagination(sorted.Length, query, DefaultPageSize),
            ["data"] = new JsonArray([.. sorted.GetPage(query).Select(document => document.ToJson(library.Id, libraries.Now))]),
        });
    }

    private ApiResponse Get(ApiRequest request)
    {
        var (library, document) = Find(request);
        return ApiResponse.Json(document.ToJson(library.Id, libraries.Now));
    }

    private ApiResponse Update(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(LibrarySchemas.UpdateDocument);
        var document = Find(apiRequest).Document;
        var changed = document with
        {
            Name = request.FindString("name") ?? document.Name,
            Attributes = request.TryGetProperty("attributes", out _) ? request.Find("attributes") : document.Attributes,
            ExpiresAt = request.TryGetProperty("expires_at", out _) ? request.Find("expires_at")?.ToDateTime() : document.ExpiresAt,
        };
        return ApiResponse.Json(Replace(apiRequest, changed).ToJson(apiRequest.GetRouteUuid("library_id"), libraries.Now));
    }

    private ApiResponse Delete(ApiRequest request)
    {
        var document = Find(request).Document;
        libraries.ChangeRequired(request, library => library with
        {
            Documents = library.Documents.RemoveAll(other => other.Id == document.Id),
            UpdatedAt = libraries.Now,
        });
        documents.Delete(document);
        return ApiResponse.NoContent();
    }

    private ApiResponse GetText(ApiRequest request)
    {
        var query = request.ReadQuery(LibrarySchemas.TextContent);
        GetTextFile(request);
        var start = query.FindNumber("page_start") ?? 0;
        var end = query.FindNumber("page_end") ?? int.MaxValue;
        var pages = Find(request).Document.Pages.Where((_, index) => index >= start && index <= end);
        return ApiResponse.Json(new JsonObject { ["text"] = string.Join("\n\n", pages) });
    }

    private ApiResponse GetStatus(ApiRequest request)
    {
        var document = Find(request).Document;
        return ApiResponse.Json(new JsonObject
        {
            ["document_id"] = document.Id.ToString(),
            ["process_status"] = document.GetStatus(libraries.Now),
            ["processing_status"] = document.GetOldStatus(libraries.Now),
        });
    }

    private ApiResponse Reprocess(ApiRequest request)
    {
        var (library, document) = Find(request);
        Replace(request, documents.Reprocess(library, document));
        return ApiResponse.NoContent();
    }

    private ApiResponse CreateUrl(ApiRequest request, StoredFile file) =>
        ApiResponse.Json(JsonValue.Create(signedUrls.Create(request.BaseUrl, file, UrlLifetime)));

    private StoredFile GetTextFile(ApiRequest request)
    {
        var document = Find(request).Document;
        return document.GetStatus(libraries.Now) == "done"
            ? document.TextFile!
            : throw ApiError.NotFound($"Document {document.Id} has no extracted text");
    }

    private LibraryDocument Replace(ApiRequest request, LibraryDocument document)
    {
        libraries.ChangeRequired(request, library => library with
        {
            Documents = [.. library.Documents.Select(other => other.Id == document.Id ? document : other)],
            UpdatedAt = libraries.Now,
        });
        return document;
    }

    private (Library Library, LibraryDocument Document) Find(ApiRequest request)
    {
        var library = libraries.GetRequired(request);
        return (library, library.GetRequiredDocument(request));
    }
}
