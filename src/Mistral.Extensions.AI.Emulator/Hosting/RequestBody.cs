using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Reads the bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>The maximum size of a body: two documents of 50 MB, the limit of the OCR endpoint, in base64.</summary>
    public const int MaxLength = 128 * 1024 * 1024;

    /// <summary>The maximum size of an uploaded file: https://docs.mistral.ai/api/endpoint/files.</summary>
    public const long MaxFileLength = 512 * 1024 * 1024;

    /// <summary>Whether the endpoint reads the body while it is received, so that files are never in memory as a whole.</summary>
    public static bool IsMultipart(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Removes the limit of the size of the body. The endpoint limits the size of the file.</summary>
    public static void AllowUpload(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;

    /// <summary>
    /// Reads the rest of the body of an upload. Otherwise the connection would be closed before the client has received an error response.
    /// </summary>
    public static async Task DrainAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await request.Body.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
        // The end of the body is missing.
        catch (BadHttpRequestException)
        {
        }
    }

    /// <summary>Reads a whole body; returns null if it is longer than <see cref="MaxLength"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        const int MaxInitialCapacity = 16 * 1024 * 1024;
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MaxInitialCapacity));
        try
        {
            await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }
}
