using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Models;

public sealed class ModelsEndpointTests
{
    private const string FineTuned = "ft:open-mistral-7b:587a6b29:20240514:7e773925";

    [Theory]
    [InlineData("mistral-small-latest", "completion_chat", true)]
    [InlineData("mistral-medium-latest", "reasoning", true)]
    [InlineData("mistral-large-latest", "reasoning", false)]
    [InlineData("codestral-latest", "completion_fim", true)]
    [InlineData("mistral-embed", "completion_chat", false)]
    [InlineData("codestral-embed", "completion_chat", false)]
    [InlineData("mistral-ocr-latest", "ocr", true)]
    [InlineData("voxtral-mini-latest", "audio_transcription", true)]
    [InlineData("mistral-moderation-latest", "moderation", true)]
    public async Task Model_can_be_retrieved_by_alias_and_is_listed(string name, string capability, bool isSupported)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var card = (await emulator.SendAsync(HttpMethod.Get, $"/v1/models/{name}")).Json;
        var list = (await emulator.SendAsync(HttpMethod.Get, "/v1/models")).Json;

        Assert.Equal((name, "model", "base", isSupported),
            ((string?)card["id"], (string?)card["object"], (string?)card["type"], (bool)card["capabilities"]![capability]!));
        Assert.Equal("list", (string?)list["object"]);
        Assert.Equal(card.ToJsonString(), list["data"]!.AsArray().Single(model => (string?)model!["id"] == name)!.ToJsonString());
    }

    [Theory]
    [InlineData("mistral-small-latest", "mistral-small-2603")]
    [InlineData(FineTuned, "open-mistral-7b")]
    public async Task Model_has_the_name_under_which_it_is_billed(string name, string expected)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var card = (await emulator.SendAsync(HttpMethod.Get, $"/v1/models/{name}")).Json;

        Assert.Equal(expected, (string?)card["billing_model_name"]);
    }

    [Fact]
    public async Task Deprecated_model_names_the_replacement()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var card = (await emulator.SendAsync(HttpMethod.Get, "/v1/models/magistral-medium-latest")).Json;

        Assert.Equal(("2026-07-31T12:00:00Z", "mistral-medium-latest"),
            ((string?)card["deprecation"], (string?)card["deprecation_replacement_model"]));
        Assert.Equal(["magistral-medium-2509"], card["aliases"]!.AsArray().Select(alias => (string?)alias));
    }

    [Theory]
    [InlineData("ministral-8b-latest", 262_144)]
    [InlineData("codestral-latest", 128_000)]
    [InlineData("mistral-small-2603", 262_144)]
    [InlineData("mistral-medium-2508", 131_072)]
    [InlineData("voxtral-small-latest", 32_768)]
    public async Task Context_length_is_that_of_the_API(string name, int contextLength)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var card = (await emulator.SendAsync(HttpMethod.Get, $"/v1/models/{name}")).Json;

        Assert.Equal(contextLength, (int)card["max_context_length"]!);
    }

    [Fact]
    public async Task Every_name_is_unique_and_older_names_are_not_listed()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var list = (await emulator.SendAsync(HttpMethod.Get, "/v1/models")).Json["data"]!.AsArray();
        var older = await emulator.SendAsync(HttpMethod.Get, "/v1/models/mistral-small-2506");

        var names = list.Select(model => (string)model!["id"]!).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.DoesNotContain("mistral-small-2506", names);
        Assert.Equal("mistral-small-2603", (string?)older.Json["name"]);
    }

    [Fact]
    public async Task Unknown_model_returns_404()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Get, "/v1/models/gpt-5");

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
        Assert.Equal("Invalid model: gpt-5", (string?)response.Json["message"]);
    }

    [Fact]
    public async Task Fine_tuned_model_can_be_deleted_once_per_emulator()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await using var other = await TestEmulator.StartAsync();

        var card = await emulator.SendAsync(HttpMethod.Get, $"/v1/models/{FineTuned}");
        var deleted = await emulator.SendAsync(HttpMethod.Delete, $"/v1/models/{FineTuned}");
        var deletedAgain = await emulator.SendAsync(HttpMethod.Delete, $"/v1/models/{FineTuned}");
        var inOtherEmulator = await other.SendAsync(HttpMethod.Get, $"/v1/models/{Uri.EscapeDataString(FineTuned)}");

        Assert.Equal(("fine-tuned", "open-mistral-7b"), ((string?)card.Json["type"], (string?)card.Json["root"]));
        Assert.Equal($$"""{"id":"{{FineTuned}}","object":"model","deleted":true}""", deleted.Body);
        Assert.Equal(HttpStatusCode.NotFound, deletedAgain.Status);
        Assert.Equal(HttpStatusCode.OK, inOtherEmulator.Status);
    }

    [Fact]
    public async Task Base_model_cannot_be_deleted()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Delete, "/v1/models/mistral-small-latest");

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(HttpStatusCode.OK, (await emulator.SendAsync(HttpMethod.Get, "/v1/models/mistral-small-latest")).Status);
    }
}
