using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Models;

public sealed class ModelsApiTests
{
    private const string BaseModel = """
        {"id":"mistral-small-2603","object":"model","created":1769088720,"owned_by":"mistralai","name":"mistral-small-2603",
         "description":"Small and fast.","max_context_length":262144,"aliases":["mistral-small-latest"],
         "deprecation":"2027-05-31T12:00:00+00:00","deprecation_replacement_model":"mistral-small-2703","default_model_temperature":0.5,
         "internal":false,"billing_model_name":"mistral-small","type":"base",
         "capabilities":{"completion_chat":true,"function_calling":true,"reasoning":true,"completion_fim":false,"fine_tuning":false,
          "vision":true,"ocr":false,"classification":false,"moderation":false,"audio":false,"audio_transcription":false,
          "audio_transcription_realtime":false,"audio_speech":false,"unified_resources":true} }
        """;

    private const string FineTunedModel = """
        {"id":"ft:open-mistral-7b:587a6b29:20240514:7e773925","type":"fine-tuned","job":"j-1","root":"open-mistral-7b","archived":true,
         "capabilities":{"completion_chat":true,"telepathy":true},"mood":"good"}
        """;

    [Fact]
    public async Task All_models_are_listed()
    {
        var server = StubServer.WithResponse($$"""{"object":"list","data":[{{BaseModel}},{{FineTunedModel}}]}""");

        var list = await server.CreateClient().Models.ListAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("GET https://api.mistral.ai/v1/models", GetRequestLine(server));
        Assert.Equal(["mistral-small-2603", "ft:open-mistral-7b:587a6b29:20240514:7e773925"], list.Data.Select(model => model.Id));
    }

    [Theory]
    [InlineData("mistralai", null, "?provider=mistralai")]
    [InlineData(null, "codestral-latest", "?model=codestral-latest")]
    [InlineData("a&b", "c d", "?provider=a%26b&model=c%20d")]
    public async Task Model_list_can_be_filtered(string? provider, string? model, string query)
    {
        var server = StubServer.WithResponse("""{"object":"list","data":[]}""");

        await server.CreateClient().Models.ListAsync(provider, model, TestContext.Current.CancellationToken);

        Assert.Equal(query, Assert.Single(server.RequestMessages).RequestUri!.Query);
    }

    [Fact]
    public async Task Model_has_capabilities_and_deprecation_date()
    {
        var server = StubServer.WithResponse(BaseModel);

        var model = await server.CreateClient().Models.GetAsync("mistral-small-latest", TestContext.Current.CancellationToken);

        Assert.Equal("GET https://api.mistral.ai/v1/models/mistral-small-latest", GetRequestLine(server));
        Assert.Equal(new(2027, 5, 31, 12, 0, 0, TimeSpan.Zero), model.Deprecation);
        Assert.Equal("mistral-small-2703", model.DeprecationReplacementModel);
        Assert.Equal("mistral-small", model.BillingModelName);
        Assert.Equal(["mistral-small-latest"], model.Aliases!);
        Assert.Equal(
            (262144, 0.5f, "base", "mistralai"), (model.MaxContextLength, model.DefaultModelTemperature, model.Type, model.OwnedBy));
        Assert.Equal((true, true, true, false), (
            model.Capabilities!.Reasoning,
            model.Capabilities.Vision,
            model.Capabilities.UnifiedResources,
            model.Capabilities.CompletionFim));
    }

    [Theory]
    [InlineData(BaseModel)]
    [InlineData(FineTunedModel)]
    public void Model_card_is_read_without_loss(string json) => RoundTrip.AssertLossless(json, ModelsJson.Default.ModelCard);

    [Fact]
    public void Every_field_of_the_OpenAPI_description_has_a_property()
    {
        var model = JsonSerializer.Deserialize(BaseModel, ModelsJson.Default.ModelCard)!;

        Assert.Null(model.AdditionalProperties);
        Assert.Null(model.Capabilities!.AdditionalProperties);
    }

    [Fact]
    public void Unknown_fields_of_the_model_list_are_preserved() =>
        RoundTrip.AssertLossless("""{"object":"list","data":[],"has_more":true}""", ModelsJson.Default.ModelList);

    [Fact]
    public async Task Fine_tuned_model_is_deleted_by_id()
    {
        var server = StubServer.WithResponse(OpenApiExamples.Read("model-deleted.json"));

        var deleted = await server.CreateClient().Models.DeleteAsync(
            "ft:open-mistral-7b:587a6b29:20240514:7e773925", TestContext.Current.CancellationToken);

        var request = Assert.Single(server.RequestMessages);
        Assert.Equal(HttpMethod.Delete, request.Method);
        Assert.Equal("/v1/models/ft:open-mistral-7b:587a6b29:20240514:7e773925", Uri.UnescapeDataString(request.RequestUri!.AbsolutePath));
        Assert.Null(request.Content);
        Assert.Equal(("ft:open-mistral-7b:587a6b29:20240514:7e773925", "model", true), (deleted.Id, deleted.Object, deleted.Deleted));
    }

    [Theory]
    [InlineData("a/../../files", "/v1/models/a%2F..%2F..%2Ffiles")]
    [InlineData("a?b#c", "/v1/models/a%3Fb%23c")]
    public async Task Model_id_is_escaped_in_the_URL(string id, string path)
    {
        var server = StubServer.WithResponse("""{"id":"m"}""");

        await server.CreateClient().Models.GetAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal(path, Assert.Single(server.RequestMessages).RequestUri!.PathAndQuery);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Model_id_that_is_blank_or_a_dot_segment_is_rejected(string? id)
    {
        var models = NoNetwork.CreateClient().Models;

        await Assert.ThrowsAsync<ArgumentException>(async () => await models.GetAsync(id!, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await models.DeleteAsync(id!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Unknown_model_throws_MistralException()
    {
        var server = StubServer.WithResponse("""{"detail":"Model not found"}""", HttpStatusCode.NotFound);

        var error = await Assert.ThrowsAsync<MistralException>(
            () => server.CreateClient().Models.GetAsync("gpt", TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
        Assert.Contains("GET /v1/models/gpt: Model not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAPI_examples_are_read_without_loss()
    {
        Assert.Equal(
            "open-mistral-7b", OpenApiExamples.AssertLossless(OpenApiExamples.Read("model.json"), ModelsJson.Default.ModelCard).Root);
        Assert.True(
            OpenApiExamples.AssertLossless(OpenApiExamples.Read("model-deleted.json"), ModelsJson.Default.DeleteModelResponse).Deleted);
    }

    [Fact]
    public void Model_list_that_is_a_bare_array_is_read_and_written_as_an_object()
    {
        var example = OpenApiExamples.Read("models.json");

        var list = JsonSerializer.Deserialize(example, ModelsJson.Default.ModelList)!;

        Assert.Equal("<model_id>", Assert.Single(list.Data).Id);
        RoundTrip.AssertEqualIgnoringNulls(
            $$"""{"data":{{example}}}""", JsonSerializer.SerializeToNode(list, ModelsJson.Default.ModelList));
    }

    private static string GetRequestLine(StubServer server)
    {
        var request = Assert.Single(server.RequestMessages);
        return $"{request.Method} {request.RequestUri}";
    }
}
