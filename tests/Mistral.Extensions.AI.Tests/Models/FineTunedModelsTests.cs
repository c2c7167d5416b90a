using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Models;

/// <summary>Changes to fine-tuned models: update, archive and unarchive.</summary>
public sealed class FineTunedModelsTests
{
    private const string Id = "ft:open-mistral-7b:587a6b29:20240514:7e773925";

    private const string ClassifierModel = """
        {"id":"ft:classifier:ministral-3b-latest:a:20260501:b","object":"model","created":1769088720,"owned_by":"o","workspace_id":"w",
         "root":"ministral-3b-latest","root_version":"1","archived":false,"name":"Intents","description":"Support intents.",
         "capabilities":{"completion_chat":false,"completion_fim":false,"function_calling":false,"fine_tuning":false,"classification":true},
         "max_context_length":32768,"aliases":[],"job":"587a6b29-0000-4000-8000-7e7739250000",
         "classifier_targets":[{"name":"intent","labels":["refund","other"],"weight":1.5,"loss_function":"single_class"}],
         "model_type":"classifier"}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Update_sends_only_the_properties_that_are_set()
    {
        var server = StubServer.WithResponse(ClassifierModel);

        var model = await server.CreateClient().Models.UpdateAsync(Id, new() { Name = "Intents" }, CancellationToken);

        JsonAssert.Equal("""{"name":"Intents"}""", server.SingleRequestBody());
        Assert.Equal($"PATCH /v1/fine_tuning/models/{Uri.EscapeDataString(Id)}", GetRequestLine(server));
        Assert.Equal(("classifier", "Intents"), (model.ModelType, model.Name));
    }

    [Fact]
    public async Task Archive_is_a_POST_and_unarchive_a_DELETE_without_body()
    {
        var server = StubServer.WithResponse($$"""{"id":"{{Id}}","object":"model","archived":true}""")
            .Then($$"""{"id":"{{Id}}","object":"model","archived":false}""");
        var models = server.CreateClient().Models;

        var archived = await models.ArchiveAsync(Id, CancellationToken);
        var unarchived = await models.UnarchiveAsync(Id, CancellationToken);

        Assert.Equal(
            ["POST", "DELETE"], server.RequestMessages.Select(message => message.Method.Method));
        Assert.All(
            server.RequestMessages,
            message => Assert.Equal($"/v1/fine_tuning/models/{Uri.EscapeDataString(Id)}/archive", message.RequestUri!.AbsolutePath));
        Assert.All(server.RequestBodies, Assert.Null);
        Assert.Equal((Id, true, false), (archived.Id, archived.Archived, unarchived.Archived));
    }

    [Fact]
    public void Classifier_is_read_without_loss_and_every_field_has_a_property()
    {
        var model = RoundTrip.AssertLossless(ClassifierModel, ModelsJson.Default.FineTunedModel);

        Assert.Null(model.AdditionalProperties);
        Assert.Null(Assert.Single(model.ClassifierTargets!).AdditionalProperties);
        Assert.Equal(1.5, model.ClassifierTargets![0].Weight);
    }

    [Fact]
    public async Task Update_without_changes_is_rejected()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => NoNetwork.CreateClient().Models.UpdateAsync(Id, new(), CancellationToken));

        Assert.Equal("The request changes nothing. Set Name or Description.", error.Message);
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => NoNetwork.CreateClient().Models.UpdateAsync(Id, null!, CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    public async Task Model_id_that_is_blank_or_a_dot_segment_is_rejected(string id)
    {
        var models = NoNetwork.CreateClient().Models;

        await Assert.ThrowsAsync<ArgumentException>(async () => await models.UpdateAsync(id, new() { Name = "a" }, CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await models.ArchiveAsync(id, CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await models.UnarchiveAsync(id, CancellationToken));
    }

    [Fact]
    public async Task Changes_are_in_the_model_list()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var client = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });

        var updated = await client.Models.UpdateAsync(Id, new() { Name = "Support", Description = "v2" }, CancellationToken);
        await client.Models.ArchiveAsync(Id, CancellationToken);
        var card = (await client.Models.ListAsync(cancellationToken: CancellationToken)).Data.Single(model => model.Id == Id);
        await client.Models.UnarchiveAsync(Id, CancellationToken);

        Assert.Equal((Id, "Support", "v2", false), (updated.Id, updated.Name, updated.Description, updated.Archived));
        Assert.Equal(("Support", "v2", true), (card.Name, card.Description, card.Archived));
        Assert.False((await client.Models.GetAsync(Id, CancellationToken)).Archived);
    }

    [Fact]
    public async Task Base_model_cannot_be_changed()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var client = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });

        var error = await Assert.ThrowsAsync<MistralException>(
            () => client.Models.ArchiveAsync("mistral-small-latest", CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    private static string GetRequestLine(StubServer server)
    {
        var request = Assert.Single(server.RequestMessages);
        return $"{request.Method} {request.RequestUri!.AbsolutePath}";
    }
}
