using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The rules for the input of a batch job.</summary>
internal static class BatchJobRules
{
    /// <summary>The maximum number of requests of a job: https://docs.mistral.ai/capabilities/batch.</summary>
    private const int MaxRequests = 1_000_000;

    /// <summary>Returns the input files of a request; empty if it has inline requests.</summary>
    /// <exception cref="ApiError">The request has no input or two, or a file cannot be used.</exception>
    public static IReadOnlyList<StoredFile> GetInputFiles(JsonElement request, FileStore files)
    {
        string[] ids = [.. request.FindStrings("input_files")];
        var hasRequests = request.FindItems("requests").Any();
        if (ids.Length == 0 && !hasRequests)
            throw CreateError("A batch job requires input_files or requests.");
        if (ids.Length > 0 && hasRequests)
            throw CreateError("A batch job cannot have both input_files and requests.");
        StoredFile[] inputFiles = [.. ids.Select(id => files.GetRequired(Guid.Parse(id)))];
        foreach (var file in inputFiles)
            Check(file);
        return inputFiles.Sum(file => (long)file.LineCount!) <= MaxRequests
            ? inputFiles
            : throw CreateError($"A batch job can have at most {MaxRequests} requests.");
    }

    private static void Check(StoredFile file)
    {
        if (file.Purpose != "batch")
            throw CreateError($"File {file.Id} has the purpose {file.Purpose}. Input files must have the purpose batch.");
        if (file.LineCount == 0)
            throw CreateError($"File {file.Id} is empty.");
    }

    private static ApiError CreateError(string message) => ApiError.BadRequest(message, "invalid_request_error", null);
}
