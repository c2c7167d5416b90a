using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The transcription endpoint: <c>POST /v1/audio/transcriptions</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="files">The uploaded files that requests can reference.</param>
/// <param name="knownTranscripts">The texts of files that are known.</param>
internal sealed class TranscriptionsEndpoint(ModelCatalog models, FileStore files, KnownTranscripts knownTranscripts)
{
    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/audio/transcriptions", TranscribeAsync);

    private async Task<ApiResponse> TranscribeAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        using var upload = new FileUpload(files.Folder, TranscriptionSchema.ListNames);
        var request = await ReadAsync(apiRequest, upload, cancellationToken).ConfigureAwait(false);
        var modelName = request.FindString("model")!;
        var model = models.Use(apiRequest, modelName, card => card.HasCapability("audio_transcription"));
        TranscriptionRules.Check(request, apiRequest.IsBatch);
        var transcript = CreateTranscript(request, upload);
        if (TranscriptionRules.HasEmptyText(request))
            transcript = transcript with { Sentences = [] };
        var transcription = new Transcription(modelName, transcript, request);
        var response = request.IsTrue("stream")
            ? ApiResponse.NamedEventStream(transcription.ToEvents())
            : ApiResponse.Json(transcription.ToJson());
        return response with { Headers = model.GetResponseHeaders(), TokenCost = transcription.TotalTokens };
    }

    /// <summary>
    /// Reads the fields. Mistral's Python SDK sends a request without a file as <c>application/x-www-form-urlencoded</c>.
    /// </summary>
    private static async Task<JsonElement> ReadAsync(ApiRequest request, FileUpload upload, CancellationToken cancellationToken)
    {
        if (request.IsBatch)
            return request.ReadJson(TranscriptionSchema.Request);
        return request.ReadUrlEncodedForm(TranscriptionSchema.Request, TranscriptionSchema.ListNames)
            ?? await upload.ReadAsync(request, TranscriptionSchema.Request, cancellationToken).ConfigureAwait(false);
    }

    private Transcript CreateTranscript(JsonElement request, FileUpload upload)
    {
        if (request.FindString("file_url") is { } url)
            return Transcript.DescribeUrl(url);
        if (request.FindString("file_id") is { } id)
            return Read(FindFile(id).Content);
        using var content = upload.GetContent();
        return Read(content);
    }

    private StoredFile FindFile(string id) =>
        Guid.TryParse(id, out var key) ? files.GetRequired(key) : throw ApiError.NotFound($"File {id} not found");

    private Transcript Read(FileContent content)
    {
        using var stream = content.OpenRead();
        try
        {
            var audio = AudioReader.Read(stream);
            return Transcript.Describe(audio with { Words = knownTranscripts.Find(content) ?? audio.Words });
        }
        catch (InvalidDataException error)
        {
            throw TranscriptionRules.CreateDecodingError(error.Message);
        }
    }
}
