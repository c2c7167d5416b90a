using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The speech endpoint: <c>POST /v1/audio/speech</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="voices">The voices of the emulator.</param>
internal sealed class SpeechEndpoint(ModelCatalog models, VoiceStore voices)
{
    /// <summary>The only model for speech in August 2026.</summary>
    private const string DefaultModel = "voxtral-mini-tts-2603";

    /// <summary>The longest text, in bytes: 5 and a half minutes of audio, so that a response needs little memory.</summary>
    private const int MaxInputBytes = 8_192;

    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/audio/speech", Speak);

    private ApiResponse Speak(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(SpeechSchema.Request);
        var model = models.Use(apiRequest, request.FindString("model") ?? DefaultModel, card => card.HasCapability("audio_speech"));
        var input = request.FindString("input")!;
        CheckInput(input);
        CheckVoice(request);
        var isStream = request.IsTrue("stream");
        var audio = new SpeechAudio(input);
        var format = request.FindString("response_format") ?? SpeechWriter.DefaultFormat;
        var promptTokens = Tokenizer.Count(input);
        var response = isStream
            ? ApiResponse.NamedEventStream(CreateEvents(SpeechWriter.WriteStream(audio, format), promptTokens, audio.SampleCount))
            : ApiResponse.Json(new JsonObject { ["audio_data"] = Convert.ToBase64String(SpeechWriter.WriteFile(audio, format)) });
        return response with { Headers = model.GetResponseHeaders(), TokenCost = promptTokens };
    }

    /// <summary>
    /// Creates the events: the parts of the audio, and the token usage. The samples count as tokens, as in the example of the
    /// documentation: https://docs.mistral.ai/studio-api/audio/text_to_speech/speech.
    /// </summary>
    private static IEnumerable<JsonObject> CreateEvents(IEnumerable<byte[]> parts, int promptTokens, int completionTokens)
    {
        foreach (var part in parts)
            yield return new JsonObject { ["type"] = "speech.audio.delta", ["audio_data"] = Convert.ToBase64String(part) };
        yield return new JsonObject
        {
            ["type"] = "speech.audio.done",
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = promptTokens,
                ["completion_tokens"] = completionTokens,
                ["total_tokens"] = promptTokens + completionTokens,
            },
        };
    }

    private static void CheckInput(string input)
    {
        if (string.IsNullOrWhiteSpace(input))
            throw ApiError.InvalidArguments("Input cannot be empty.");
        if (Encoding.UTF8.GetByteCount(input) is var length and > MaxInputBytes)
            throw ApiError.InvalidArguments($"Input is too long: it has {length} bytes, and the maximum is {MaxInputBytes}.");
        var scores = ModerationCategories.GetScores(input, ModerationCategories.V2);
        if (scores.Values.Any(score => score > ModerationCategories.DefaultThreshold))
            throw ApiError.BadRequest(
                "Input was rejected by the content moderation.", "moderation_error", code: null, StatusCodes.Status403Forbidden);
    }

    private void CheckVoice(JsonElement request)
    {
        var (voice, sample) = (request.FindString("voice_id"), request.FindString("ref_audio"));
        if (voice is null && sample is null)
            throw ApiError.InvalidArguments("Either voice_id or ref_audio must be specified.");
        if (voice is not null)
            voices.GetRequired(voice);
        if (sample is not null)
            VoiceSample.Read(sample);
    }
}
