using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>The parts of multipart form data, as the parser of ASP.NET Core reads them.</summary>
/// <param name="Parts">The parts in their order.</param>
/// <param name="Length">The Content-Length of the request.</param>
internal sealed record MultipartForm(IReadOnlyList<MultipartForm.Part> Parts, long? Length)
{
    /// <summary>The part that is a file.</summary>
    internal Part File => Parts.Single(part => part.FileName is not null);

    /// <summary>Reads form data. Returns null if the content has another type.</summary>
    internal static async Task<MultipartForm?> TryReadAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content?.Headers.ContentType is not { MediaType: "multipart/form-data" } type)
            return null;

        var length = content.Headers.ContentLength;
        var boundary = type.Parameters.Single(parameter => parameter.Name is "boundary").Value!;
        using var body = new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken));
        Assert.True(length is null || length == body.Length);
        var reader = new MultipartReader(boundary, body);
        var parts = new List<Part>();
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            using var data = new MemoryStream();
            await section.Body.CopyToAsync(data, cancellationToken);
            var disposition = ContentDispositionHeaderValue.Parse(section.ContentDisposition!);
            parts.Add(new(disposition.Name!.Trim('"'), disposition.FileName?.Trim('"'), section.ContentType, data.ToArray()));
        }

        return new(parts, length);
    }

    /// <summary>The fields as they are described by OpenAPI, with the values as text. A repeated field is a list.</summary>
    internal JsonObject ToJson() => new(Parts.GroupBy(part => part.Name).Select(parts => KeyValuePair.Create(
        parts.Key, parts.Count() == 1 ? (JsonNode?)parts.Single().Text : new JsonArray([.. parts.Select(part => (JsonNode?)part.Text)]))));

    internal sealed record Part(string Name, string? FileName, string? ContentType, byte[] Data)
    {
        internal string Text => Encoding.UTF8.GetString(Data);
    }
}
