using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Models;

public sealed class FineTunedModelsEndpointTests
{
    private const string Path = "/v1/fine_tuning/models/ft:open-mistral-7b:587a6b29:20240514:7e773925";

    [Fact]
    public async Task Update_changes_only_the_fields_of_the_request()
    {
        await using var emulator = await TestEmulator.StartAsync();

        await emulator.SendAsync(HttpMethod.Patch, Path, """{"name":"Support"}""");
        var updated = await emulator.SendAsync(HttpMethod.Patch, Path, """{"description":"v2","name":null}""");

        Assert.Equal(HttpStatusCode.OK, updated.Status);
        Assert.Equal(("Support", "v2", "completion", "open-mistral-7b"), (
            (string?)updated.Json["name"],
            (string?)updated.Json["description"],
            (string?)updated.Json["model_type"],
            (string?)updated.Json["root"]));
    }

    [Fact]
    public async Task Response_has_only_the_fields_of_the_OpenAPI_description()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var updated = await emulator.SendAsync(HttpMethod.Patch, Path, """{"name":"a"}""");

        Assert.Equal(
            [
                "id", "object", "created", "owned_by", "workspace_id", "root", "root_version", "archived", "name", "description",
                "capabilities", "max_context_length", "aliases", "job", "model_type",
            ],
            updated.Json.AsObject().Select(member => member.Key));
        Assert.Equal(
            ["completion_chat", "completion_fim", "function_calling", "fine_tuning", "classification"],
            updated.Json["capabilities"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Archive_and_unarchive_return_the_state()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var archived = await emulator.SendAsync(HttpMethod.Post, $"{Path}/archive");
        var card = await emulator.SendAsync(HttpMethod.Get, Path.Replace("/fine_tuning", "", StringComparison.Ordinal));
        var unarchived = await emulator.SendAsync(HttpMethod.Delete, $"{Path}/archive");

        Assert.True((bool)archived.Json["archived"]!);
        Assert.True((bool)card.Json["archived"]!);
        Assert.False((bool)unarchived.Json["archived"]!);
    }

    [Theory]
    [InlineData("/v1/fine_tuning/models/gpt-5", HttpStatusCode.NotFound)]
    [InlineData("/v1/fine_tuning/models/mistral-small-latest", HttpStatusCode.BadRequest)]
    public async Task Model_that_is_unknown_or_not_fine_tuned_cannot_be_changed(string path, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var updated = await emulator.SendAsync(HttpMethod.Patch, path, """{"name":"a"}""");
        var archived = await emulator.SendAsync(HttpMethod.Post, $"{path}/archive");

        Assert.Equal((status, "1500"), (updated.Status, (string?)updated.Json["code"]));
        Assert.Equal((status, "1500"), (archived.Status, (string?)archived.Json["code"]));
    }

    [Fact]
    public async Task Unknown_field_of_an_update_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Patch, Path, """{"title":"a"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal("extra_forbidden", (string?)response.Json["detail"]![0]!["type"]);
    }
}
