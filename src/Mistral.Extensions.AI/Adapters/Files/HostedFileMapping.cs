using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Files;

#pragma warning disable MEAI001 // The properties of the file are experimental.

namespace Mistral.Extensions.AI.Adapters.Files;

/// <summary>Maps files of the API to <see cref="HostedFileContent"/>.</summary>
internal static class HostedFileMapping
{
    /// <exception cref="MistralException">The file has no ID.</exception>
    internal static HostedFileContent ToHostedFileContent(this FileSchema file) => string.IsNullOrWhiteSpace(file.Id)
        ? throw new MistralException("The API returned a file without an ID. Send the request again.")
        : new(file.Id!)
        {
            Name = file.Filename,
            MediaType = MediaTypeHeaderValue.TryParse(file.Mimetype, out _) ? file.Mimetype : null,
            SizeInBytes = file.Bytes,
            CreatedAt = ResponseFields.ToCreatedAt(file.CreatedAt),
            Purpose = file.Purpose,
            RawRepresentation = file,
        };
}
