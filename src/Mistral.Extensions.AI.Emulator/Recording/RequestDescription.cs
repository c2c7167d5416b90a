using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>
/// Describes the part of a request that is compared with recordings: its method, its path with the query, its test ID and its body, with
/// the media type of a body that is not JSON. The description has no other headers and no secrets.
/// </summary>
internal static class RequestDescription
{
    /// <summary>Describes a request as the JSON object of a recording.</summary>
    public static async Task<JsonElement> CreateAsync(HttpRequest request, ReadOnlyMemory<byte> body, Redactor redactor)
    {
        var description = new JsonObject
        {
            ["method"] = request.Method,
            ["path"] = redactor.Redact(GetTarget(request)),
        };
        if (TestIds.Read(request.Headers) is { } testId)
            description["test_id"] = testId;
        await AddBodyAsync(description, request.ContentType, redactor.Redact(body)).ConfigureAwait(false);
        return description.ToElement();
    }

    /// <summary>Returns the path and the query as they were sent.</summary>
    public static string GetTarget(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // A client with a proxy sends the whole URL.
        return target.StartsWith('/') ? target : request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
    }

    private static async Task AddBodyAsync(JsonObject description, string? contentType, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return;
        var type = MediaTypeHeaderValue.TryParse(contentType, out var header) ? header : null;
        if (type?.MediaType == "multipart/form-data"
            && await ReadPartsAsync(type, body).ConfigureAwait(false) is { } parts)
        {
            description["parts"] = parts;
            return;
        }
        ContentJson.Add(description, body, contentType, isExact: false);
        if (!description.ContainsKey("json") && type is not null)
            description["content_type"] = type.MediaType.Value;
    }

    /// <summary>Returns the parts of a form, without the random boundary; null if the body is not valid.</summary>
    private static async Task<JsonArray?> ReadPartsAsync(MediaTypeHeaderValue type, ReadOnlyMemory<byte> body)
    {
        var parts = new JsonArray();
        try
        {
            using var content = new MemoryStream(body.ToArray());
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), content);
            while (await reader.ReadNextSectionAsync().ConfigureAwait(false) is { } section)
                parts.Add((JsonNode)await ReadPartAsync(section).ConfigureAwait(false));
            return parts;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException)
        {
            return null;
        }
    }

    private static async Task<JsonObject> ReadPartAsync(MultipartSection section)
    {
        var header = section.GetContentDispositionHeader();
        var part = new JsonObject { ["name"] = HeaderUtilities.RemoveQuotes(header?.Name ?? "").ToString() };
        if (header?.IsFileDisposition() is true)
        {
            var fileName = header.FileNameStar.HasValue ? header.FileNameStar : header.FileName;
            part["file_name"] = HeaderUtilities.RemoveQuotes(fileName).ToString();
        }
        if (section.ContentType is { } contentType)
            part["content_type"] = contentType;
        using var content = new MemoryStream();
        await section.Body.CopyToAsync(content).ConfigureAwait(false);
        ContentJson.Add(part, content.ToArray(), contentType: null, isExact: true);
        return part;
    }
}
