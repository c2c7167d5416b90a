using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Calls the audio endpoints of the emulator.</summary>
internal static class AudioTestCalls
{
    internal const string SpeechPath = "/v1/audio/speech";
    internal const string VoicesPath = "/v1/audio/voices";

    /// <summary>Posts a speech request with the voice <c>en_paul_neutral</c>; <paramref name="options"/> has further fields.</summary>
    internal static Task<EmulatorResponse> PostSpeechAsync(this TestEmulator emulator, string text, string options = "{}")
    {
        var request = new JsonObject { ["model"] = "voxtral-mini-tts-2603", ["voice_id"] = "en_paul_neutral", ["input"] = text };
        foreach (var (name, value) in JsonNode.Parse(options)!.AsObject())
            request[name] = value?.DeepClone();
        return emulator.SendAsync(HttpMethod.Post, SpeechPath, request.ToJsonString());
    }

    /// <summary>Returns the audio file of a text.</summary>
    internal static async Task<byte[]> SpeakAsync(this TestEmulator emulator, string text, string format)
    {
        var response = await emulator.PostSpeechAsync(text, $$"""{"response_format":"{{format}}"}""");
        Assert.True((int)response.Status == 200, response.Body);
        return Convert.FromBase64String((string)response.Json["audio_data"]!);
    }

    /// <summary>Transcribes an audio file, and returns the response.</summary>
    internal static async Task<JsonNode> TranscribeAsync(
        this TestEmulator emulator, byte[] file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("voxtral-mini-latest"), "model" },
            { new ByteArrayContent(file), "file", "a.bin" },
        };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/audio/transcriptions", form);
        Assert.True((int)response.Status == 200, response.Body);
        return response.Json;
    }

    /// <summary>Returns the data of named events.</summary>
    internal static IReadOnlyList<JsonNode> GetNamedEvents(this EmulatorResponse response) =>
    [
        .. response.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('\n'))
            .Select(lines => JsonNode.Parse(lines[1]["data: ".Length..])!),
    ];
}
