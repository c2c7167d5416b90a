using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Files;

/// <summary>The rules for the content of uploaded files.</summary>
internal static class FileRules
{
    private const int MaxErrors = 100;

    /// <summary>
    /// Rejects a file that OCR does not support. https://github.com/mistralai/client-python/issues/217 quotes this error response of the
    /// server.
    /// </summary>
    public static void CheckMediaType(string mediaType)
    {
        if (MediaTypes.IsImage(mediaType) || MediaTypes.IsDocument(mediaType))
            return;
        var message = $"Received file with mimetype {mediaType}, only {MediaTypes.SupportedTypes} are currently supported";
        throw ApiError.InvalidFile("Invalid file format.", message, new JsonObject { ["message"] = message });
    }

    /// <summary>
    /// Rejects a file for fine-tuning with lines that are not JSON. https://github.com/mistralai/client-ts/issues/95 quotes the error
    /// responses of the server. Lines for a batch are checked when a job reads them.
    /// </summary>
    /// <returns>The number of lines that are not empty.</returns>
    public static async Task<int> CheckLinesAsync(FileContent content, string purpose, CancellationToken cancellationToken)
    {
        var errors = new JsonArray();
        var count = 0;
        await foreach (var line in FileLine.ReadAllAsync(content, cancellationToken).ConfigureAwait(false))
        {
            count++;
            if (purpose != "fine-tune")
                continue;
            if (!Utf8.IsValid(line.Bytes.Span))
                throw CreateEncodingError();
            if (FindError(line) is { } message && errors.Count < MaxErrors)
                errors.Add((JsonNode)new JsonObject { ["message"] = message, ["line_number"] = line.Number });
        }
        return errors.Count == 0 ? count : throw CreateFormatError(errors);
    }

    private static string? FindError(FileLine line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "line is not a json object";
        }
        catch (JsonException error)
        {
            return $"line contains invalid json: unexpected character: line 1 column {error.BytePositionInLine + 1}";
        }
    }

    private static ApiError CreateEncodingError()
    {
        const string Detail = "Failed to decode data, please encode your file using UTF-8.";
        return ApiError.InvalidFile(Detail, Detail);
    }

    private static ApiError CreateFormatError(JsonArray errors)
    {
        var description = $"Found {errors.Count} error{(errors.Count == 1 ? "" : "s")} in this file. "
            + "You can view supported formats here: https://docs.mistral.ai/capabilities/finetuning. ";
        return ApiError.InvalidFile("Invalid file format.", description, new JsonObject
        {
            ["description"] = description,
            ["errors"] = errors,
        });
    }
}
