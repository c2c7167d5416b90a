using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The endpoints for voices.</summary>
/// <param name="voices">The voices of the emulator.</param>
/// <param name="idGenerator">The source of IDs.</param>
/// <param name="timeProvider">The time at which voices are created.</param>
internal sealed class VoicesEndpoint(VoiceStore voices, IdGenerator idGenerator, TimeProvider timeProvider)
{
    private const int DefaultPageSize = 10;

    /// <summary>The type of every sample in the OpenAPI description, which Mistral's own SDKs require.</summary>
    private const string SampleType = "audio/wav";

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("POST", "/audio/voices", Create);
        routes.MapApi("GET", "/audio/voices", List);
        routes.MapApi("GET", "/audio/voices/{voice_id}", request => ApiResponse.Json(GetRequired(request).ToJson()));
        routes.MapApi("PATCH", "/audio/voices/{voice_id}", Update);
        routes.MapApi("DELETE", "/audio/voices/{voice_id}", request =>
            ApiResponse.Json(voices.ChangeRequired(request.GetRouteUuid("voice_id"), _ => null).ToJson()));
        routes.MapApi("GET", "/audio/voices/{voice_id}/sample", GetSample);
    }

    private ApiResponse Create(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(VoiceSchemas.Create);
        var voice = new Voice(idGenerator.NextUuid(), request.FindString("name")!)
        {
            Slug = request.FindString("slug"),
            Languages = [.. request.FindStrings("languages")],
            Gender = request.FindString("gender"),
            Age = (int?)request.FindNumber("age"),
            Tags = FindList(request, "tags"),
            Color = request.FindString("color"),
            Description = request.FindString("description"),
            RetentionNotice = (int?)request.FindNumber("retention_notice") ?? 30,
            CreatedAt = timeProvider.GetUtcNow(),
            Sample = VoiceSample.Read(request.FindString("sample_audio")!),
        };
        voices.Add(voice);
        return ApiResponse.Json(voice.ToJson());
    }

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(VoiceSchemas.List);
        var type = query.FindString("type") ?? "all";
        Voice[] matches = [.. voices.GetAll().Where(voice => type == "all" || voice.IsPreset == (type == "preset"))];
        var limit = (int)(query.FindNumber("limit") ?? DefaultPageSize);
        var offset = (int)Math.Min(query.FindNumber("offset") ?? 0, int.MaxValue);
        return ApiResponse.Json(new JsonObject
        {
            ["items"] = new JsonArray([.. matches.Skip(offset).Take(limit).Select(voice => voice.ToJson())]),
            ["total"] = matches.Length,
            ["page"] = (offset / limit) + 1,
            ["page_size"] = limit,
            ["total_pages"] = (matches.Length + limit - 1) / limit,
        });
    }

    private ApiResponse Update(ApiRequest apiRequest)
    {
        var id = apiRequest.GetRouteUuid("voice_id");
        var request = apiRequest.ReadJson(VoiceSchemas.Update);
        return ApiResponse.Json(voices.ChangeRequired(id, voice => voice with
        {
            Name = request.FindString("name") ?? voice.Name,
            Languages = FindList(request, "languages") ?? voice.Languages,
            Gender = Has("gender") ? request.FindString("gender") : voice.Gender,
            Age = Has("age") ? (int?)request.FindNumber("age") : voice.Age,
            Tags = Has("tags") ? FindList(request, "tags") : voice.Tags,
            Description = Has("description") ? request.FindString("description") : voice.Description,
        }).ToJson());

        bool Has(string name) => request.TryGetProperty(name, out _);
    }

    private ApiResponse GetSample(ApiRequest request)
    {
        var voice = GetRequired(request);
        var sample = voice.Sample ?? SpeechWriter.WriteFile(new SpeechAudio($"{voice.Name}."), "wav");
        return new ApiResponse(200, SampleType, [sample]);
    }

    private Voice GetRequired(ApiRequest request) => voices.GetRequired(request.GetRouteValue("voice_id"));

    private static string[]? FindList(JsonElement request, string name) =>
        request.Find(name) is null ? null : [.. request.FindStrings(name)];
}
