using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints;

/// <summary>The emulator accepts every field of the request records: a field that is added only to a record would be rejected.</summary>
public sealed class RequestFieldTests
{
    private const string Library = "/v1/libraries/0684fe0e-0b98-773e-8000-323fc71a3986";

    private static readonly Dictionary<string, string> Paths = new()
    {
        ["AudioTranscriptionRequest"] = "/v1/audio/transcriptions",
        ["SpeechRequest"] = "/v1/audio/speech",
        ["CreateRealtimeSessionRequest"] = "/v1/client/sessions",
        ["VoiceCreateRequest"] = "/v1/audio/voices",
        ["VoiceUpdateRequest"] = "/v1/audio/voices/0684fe0e-0b98-773e-8000-323fc71a3986",
        ["AgentsCompletionRequest"] = "/v1/agents/completions",
        ["ConversationRequest"] = "/v1/conversations",
        ["ConversationAppendRequest"] = "/v1/conversations/conv_1",
        ["ConversationRestartRequest"] = "/v1/conversations/conv_1/restart",
        ["CreateAgentRequest"] = "/v1/agents",
        ["UpdateAgentRequest"] = "/v1/agents/ag_1",
        ["CreateLibraryRequest"] = "/v1/libraries",
        ["UpdateLibraryRequest"] = Library,
        ["UpdateDocumentRequest"] = $"{Library}/documents/0684fe0e-0b98-773e-8000-323fc71a3986",
        ["SharingRequest"] = $"{Library}/share",
        ["SharingDelete"] = $"{Library}/share",
        ["ConnectorCallToolRequest"] = "/v1/connectors/wiki/tools/ask/call",
        ["ChatCompletionRequest"] = "/v1/chat/completions",
        ["CreateFineTuningJobRequest"] = "/v1/fine_tuning/jobs",
        ["EmbeddingRequest"] = "/v1/embeddings",
        ["CreateBatchJobRequest"] = "/v1/batch/jobs",
        ["FimCompletionRequest"] = "/v1/fim/completions",
        ["OcrRequest"] = "/v1/ocr",
        ["UpdateModelRequest"] = "/v1/fine_tuning/models/ft:open-mistral-7b:587a6b29:20240514:7e773925",
        ["ClassificationRequest"] = "/v1/moderations",
        ["ChatModerationRequest"] = "/v1/chat/moderations",
        ["ChatClassificationRequest"] = "/v1/chat/classifications",
    };

    public static TheoryData<string> RequestTypes =>
    [
        .. typeof(MistralClient).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IRequestBody).IsAssignableFrom(type))
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(RequestTypes))]
    public async Task Every_field_of_a_request_record_is_in_the_schema(string typeName)
    {
        var type = typeof(MistralClient).Assembly.GetType(typeName, throwOnError: true)!;
        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.IsDefined(typeof(JsonExtensionDataAttribute)))
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        Assert.True(Paths.TryGetValue(type.Name, out var path), $"Add {type.Name} and the path of its operation to {nameof(Paths)}.");
        await using var emulator = await TestEmulator.StartAsync();

        using var content = typeof(IFormRequest).IsAssignableFrom(type) ? CreateForm(fields) : (HttpContent)CreateJson(fields);
        var response = await emulator.SendAsync(GetMethod(type.Name), path, content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.DoesNotContain("extra_forbidden", response.Body, StringComparison.Ordinal);
    }

    /// <summary>Creates a body in which all values have the wrong type, so that the 422 response lists an error for every field.</summary>
    private static StringContent CreateJson(IEnumerable<string> fields)
    {
        var body = new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field, new JsonArray(new JsonArray()))));
        return new(body.ToJsonString(), Encoding.UTF8, "application/json");
    }

    /// <summary>Creates a form. All values are texts, of which those of numbers and booleans are not valid.</summary>
    private static MultipartFormDataContent CreateForm(IEnumerable<string> fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var field in fields)
            form.Add(new StringContent("?"), field);
        return form;
    }

    private static HttpMethod GetMethod(string typeName) => typeName switch
    {
        "SharingRequest" => HttpMethod.Put,
        "SharingDelete" => HttpMethod.Delete,
        "VoiceUpdateRequest" => HttpMethod.Patch,
        _ => typeName.StartsWith("Update", StringComparison.Ordinal) ? HttpMethod.Patch : HttpMethod.Post,
    };
}
