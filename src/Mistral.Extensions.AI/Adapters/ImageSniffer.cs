using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>Finds out what an image is where the caller only says that it is one: Mistral wants a concrete media type in a data URI.</summary>
internal static class ImageSniffer
{
    internal static string ConcreteUri(DataContent image) =>
        image.MediaType.EndsWith("/*", StringComparison.Ordinal)
            ? $"data:{MediaTypeOf(image.Data.Span)};base64,{image.Base64Data}"
            : image.Uri;

    private static string MediaTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("WEBP"u8) ? "image/webp"
        : "image/jpeg";
}
