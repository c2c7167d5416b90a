using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Finds the file that a request references.</summary>
internal static class FileLookup
{
    /// <summary>Returns the file with an ID.</summary>
    /// <exception cref="ApiError">The file does not exist, or it is expired.</exception>
    public static StoredFile GetRequired(this FileStore files, Guid id) =>
        files.Find(id) ?? throw ApiError.NotFound($"File {id} not found");

    /// <summary>Returns the file that the <c>file_id</c> of a chunk references.</summary>
    /// <exception cref="ApiError">The file does not exist, or it is expired.</exception>
    public static StoredFile GetRequired(this FileStore files, JsonElement chunk) =>
        files.GetRequired(Guid.Parse(chunk.FindString("file_id")!));
}
