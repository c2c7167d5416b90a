using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Reads the bodies of requests.</summary>
internal static class RequestBody
{
    /// <summary>The maximum size of a body: two documents of 50 MB, the limit of the OCR endpoint, in base64.</summary>
    public const int MaxLength = 128 * 1024 * 1024;

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
