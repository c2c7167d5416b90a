using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Models;

public sealed class ModelsApiTests
{
    private const string Base = """
        {"id":"mistral-small-2603","object":"model","created":1769088720,"owned_by":"mistralai","name":"mistral-small-2603",
         "description":"Small and fast.","max_context_length":262144,"aliases":["mistral-small-latest"],"deprecation":"2027-05-31T12:00:00+00:00",
         "deprecation_replacement_model":"mistral-small-2703","default_model_temperature":0.5,"internal":false,"type":"base",
         "capabilities":{"completion_chat":true,"function_calling":true,"reasoning":true,"completion_fim":false,"fine_tuning":false,"vision":true,
          "ocr":false,"classification":false,"moderation":false,"audio":false,"audio_transcription":false,"audio_transcription_realtime":false,
          "audio_speech":false,"unified_resources":true} }
        """;

    private const string Tuned = """
        {"id":"ft:open-mistral-7b:587a6b29:20240514:7e773925","type":"fine-tuned","job":"j-1","root":"open-mistral-7b","archived":true,
         "capabilities":{"completion_chat":true,"telepathy":true},"mood":"good"}
        """;

    [Fact]
    public async Task All_models_are_listed()
    {
        var server = StubServer.Answering($$"""{"object":"list","data":[{{Base}},{{Tuned}}]}""");

        var list = await server.Client().Models.ListAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("GET https://api.mistral.ai/v1/models", Route(server));
        Assert.Equal(["mistral-small-2603", "ft:open-mistral-7b:587a6b29:20240514:7e773925"], list.Data.Select(model => model.Id));
    }

    [Theory]
    [InlineData("mistralai", null, "?provider=mistralai")]
    [InlineData(null, "codestral-latest", "?model=codestral-latest")]
    [InlineData("a&b", "c d", "?provider=a%26b&model=c%20d")]
    public async Task A_list_can_be_narrowed(string? provider, string? model, string query)
    {
        var server = StubServer.Answering("""{"object":"list","data":[]}""");

        await server.Client().Models.ListAsync(provider, model, TestContext.Current.CancellationToken);

        Assert.Equal(query, Assert.Single(server.Messages).RequestUri!.Query);
    }

    [Fact]
    public async Task A_model_says_what_it_can_do_and_when_it_ends()
    {
        var server = StubServer.Answering(Base);

        var model = await server.Client().Models.GetAsync("mistral-small-latest", TestContext.Current.CancellationToken);

        Assert.Equal("GET https://api.mistral.ai/v1/models/mistral-small-latest", Route(server));
        Assert.Equal(new(2027, 5, 31, 12, 0, 0, TimeSpan.Zero), model.Deprecation);
        Assert.Equal("mistral-small-2703", model.DeprecationReplacementModel);
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
    [InlineData(Base)]
    [InlineData(Tuned)]
    public void A_model_is_read_without_loss(string json) => RoundTrip.Check(json, ModelsJson.Default.ModelCard);

    [Fact]
    public void Nothing_of_the_description_is_unknown()
    {
        var model = JsonSerializer.Deserialize(Base, ModelsJson.Default.ModelCard)!;

        Assert.Null(model.AdditionalProperties);
        Assert.Null(model.Capabilities!.AdditionalProperties);
    }

    [Fact]
    public void What_a_list_says_of_tomorrow_is_kept() =>
        RoundTrip.Check("""{"object":"list","data":[],"has_more":true}""", ModelsJson.Default.ModelList);

    [Fact]
    public async Task A_tuned_model_is_deleted_by_its_id()
    {
        var server = StubServer.Answering(Examples.Read("model-deleted.json"));

        var deleted = await server.Client().Models.DeleteAsync(
            "ft:open-mistral-7b:587a6b29:20240514:7e773925", TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Messages);
        Assert.Equal(HttpMethod.Delete, request.Method);
        Assert.Equal("/v1/models/ft:open-mistral-7b:587a6b29:20240514:7e773925", Uri.UnescapeDataString(request.RequestUri!.AbsolutePath));
        Assert.Null(request.Content);
        Assert.Equal(("ft:open-mistral-7b:587a6b29:20240514:7e773925", "model", true), (deleted.Id, deleted.Object, deleted.Deleted));
    }

    [Theory]
    [InlineData("a/../../files", "/v1/models/a%2F..%2F..%2Ffiles")]
    [InlineData("a?b#c", "/v1/models/a%3Fb%23c")]
    public async Task An_id_is_never_another_route(string id, string path)
    {
        var server = StubServer.Answering("""{"id":"m"}""");

        await server.Client().Models.GetAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal(path, Assert.Single(server.Messages).RequestUri!.PathAndQuery);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Without_a_model_nothing_is_asked_or_deleted(string? id)
    {
        var models = Nowhere.Client().Models;

        await Assert.ThrowsAsync<ArgumentException>(async () => await models.GetAsync(id!, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await models.DeleteAsync(id!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_an_error()
    {
        var server = StubServer.Answering("""{"detail":"Model not found"}""", HttpStatusCode.NotFound);

        var error = await Assert.ThrowsAsync<MistralException>(
            () => server.Client().Models.GetAsync("gpt", TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
        Assert.Contains("GET /v1/models/gpt: Model not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_the_description_are_read_without_loss()
    {
        Assert.Equal("open-mistral-7b", Examples.Check(Examples.Read("model.json"), ModelsJson.Default.ModelCard).Root);
        Assert.True(Examples.Check(Examples.Read("model-deleted.json"), ModelsJson.Default.DeleteModelResponse).Deleted);
        Assert.Equal("<model_id>", Assert.Single(Examples.Check(Examples.Read("models.json"), ModelsJson.Default.ModelList).Data).Id);
    }

    private static string Route(StubServer server)
    {
        var request = Assert.Single(server.Messages);
        return $"{request.Method} {request.RequestUri}";
    }
}
