using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Files;

/// <summary>
/// Signed URLs, which return a file without an API key until they expire. On the server, these are URLs of a storage service with the
/// same parameters: <c>se</c> is the time at which the URL expires, <c>sig</c> the signature.
/// </summary>
/// <param name="files">The files that the URLs return.</param>
/// <param name="timeProvider">The time at which URLs expire.</param>
/// <param name="folder">The part of the paths before the ID of the file; empty, or a name with a slash.</param>
internal sealed class SignedUrls(FileStore files, TimeProvider timeProvider, string folder = "")
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    private static readonly ValueSchema Parameters = ObjectSchema.AllowingUnknownFields("SignedUrl",
        Required("se", StringValue), Required("sig", StringValue));

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Adds the endpoint of the URLs. Its path is not below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapApi("GET", $"{ApiRouting.SignedPathPrefix}{folder}{{file_id}}", request => Download(request));

    /// <summary>Creates a URL.</summary>
    public string Create(string baseUrl, StoredFile file, TimeSpan lifetime)
    {
        var expiry = (timeProvider.GetUtcNow() + lifetime).ToString(TimeFormat, CultureInfo.InvariantCulture);
        var query = $"se={Uri.EscapeDataString(expiry)}&sp=r&sr=b&sig={Uri.EscapeDataString(Sign(file.Id, expiry))}";
        return $"{baseUrl}{ApiRouting.SignedPathPrefix}{folder}{file.Id}?{query}";
    }

    /// <summary>Creates a response with the content of a file.</summary>
    public static ApiResponse CreateContentResponse(StoredFile file) =>
        new(200, "application/octet-stream", file.Content.ReadSegments()) { BodyLength = file.Content.Length };

    private ApiResponse Download(ApiRequest request)
    {
        var query = request.ReadQuery(Parameters);
        var id = request.GetRouteUuid("file_id");
        var expiry = query.FindString("se")!;
        var isValid = query.FindString("sig") == Sign(id, expiry)
            && DateTimeOffset.ParseExact(expiry, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                > timeProvider.GetUtcNow();
        return isValid ? CreateContentResponse(files.GetRequired(id)) : throw ApiError.InvalidSignature();
    }

    private string Sign(Guid id, string expiry) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}\n{expiry}")));
}
