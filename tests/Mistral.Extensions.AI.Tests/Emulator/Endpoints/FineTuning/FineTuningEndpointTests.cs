using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.FineTuning;

public sealed class FineTuningEndpointTests
{
    private const string Path = "/v1/fine_tuning/jobs";
    private const string UnknownId = "00000000-0000-4000-8000-000000000000";
    private const string WandbKey = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("""{"job_type":"completion"}""", "repositories")]
    [InlineData("""{"job_type":"classifier","classifier_targets":[{"name":"t","labels":["a"]}]}""", "classifier_targets")]
    public async Task Job_has_only_the_fields_of_the_OpenAPI_description(string fields, string kindField)
    {
        await using var emulator = await TestEmulator.StartAsync();
        string[] expected =
        [
            "id", "auto_start", "model", "status", "created_at", "modified_at", "training_files", "validation_files", "object",
            "fine_tuned_model", "suffix", "integrations", "trained_tokens", "metadata", "job_type", "hyperparameters", kindField, "events",
            "checkpoints",
        ];

        var created = await emulator.SendAsync(HttpMethod.Post, Path, await CreateRequestAsync(emulator, fields));
        var job = await emulator.SendAsync(HttpMethod.Get, $"{Path}/{created.Json["id"]}");

        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal(expected.Order(), job.Json.AsObject().Select(member => member.Key).Order());
    }

    [Fact]
    public async Task Keys_are_not_returned()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = await CreateRequestAsync(emulator, $$"""
            {"integrations":[{"project":"p","api_key":"{{WandbKey}}"}],"repositories":[{"name":"n","owner":"o","token":"github-token"}]}
            """);

        var created = await emulator.SendAsync(HttpMethod.Post, Path, request);

        Assert.Equal("p", (string?)created.Json["integrations"]![0]!["project"]);
        Assert.DoesNotContain(WandbKey, created.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("github-token", created.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_of_the_hyperparameters_are_returned()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var created = await emulator.SendAsync(HttpMethod.Post, Path, await CreateRequestAsync(emulator, "{}"));

        JsonAssert.Equal(
            """{"training_steps":10,"learning_rate":0.0001,"weight_decay":0.1,"warmup_fraction":0.05,"fim_ratio":0.9}""",
            created.Json["hyperparameters"]);
    }

    [Theory]
    [InlineData("""{"name":"a"}""", "extra_forbidden")]
    [InlineData("""{"hyperparameters":{"training_steps":0}}""", "greater_than_equal")]
    [InlineData("""{"hyperparameters":null}""", "model_attributes_type")]
    [InlineData("""{"job_type":"chat"}""", "enum")]
    [InlineData("""{"integrations":[{"project":"p","api_key":"short-key"}]}""", "string_length")]
    public async Task Invalid_field_is_rejected(string fields, string errorType)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, Path, await CreateRequestAsync(emulator, fields));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Contains($"\"type\":\"{errorType}\"", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("short-key", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"training_files":[]}""", "training_files or repositories is required")]
    [InlineData("""{"suffix":"1234567890123456789"}""", "suffix must have at most 18 characters")]
    [InlineData("""{"job_type":"classifier"}""", "classifier_targets is required for a classifier")]
    [InlineData("""{"model":"gpt-5"}""", "Invalid model: gpt-5")]
    [InlineData("""{"model":"mistral-embed"}""", "Invalid model: mistral-embed")]
    public async Task Invalid_job_is_rejected(string fields, string message)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, Path, await CreateRequestAsync(emulator, fields));

        Assert.Equal((HttpStatusCode.BadRequest, message), (response.Status, (string?)response.Json["message"]));
    }

    [Fact]
    public async Task File_that_does_not_exist_or_has_another_purpose_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddFile("11111111-0000-4000-8000-000000000000", "a"u8.ToArray(), "text/plain");

        var missing = await emulator.SendAsync(
            HttpMethod.Post, Path, await CreateRequestAsync(emulator, $$"""{"training_files":[{"file_id":"{{UnknownId}}"}]}"""));
        var forOcr = await emulator.SendAsync(
            HttpMethod.Post, Path,
            await CreateRequestAsync(emulator, """{"validation_files":["11111111-0000-4000-8000-000000000000"]}"""));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (missing.Status, forOcr.Status));
        Assert.Contains("has the purpose ocr, not fine-tune", (string?)forOcr.Json["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/start")]
    public async Task Unknown_job_returns_404_and_an_id_that_is_not_a_UUID_returns_422(string method, string operation)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var unknown = await emulator.SendAsync(new(method), $"{Path}/{UnknownId}{operation}");
        var invalid = await emulator.SendAsync(new(method), $"{Path}/abc{operation}");

        Assert.Equal($$"""{"detail":"Fine-tuning job {{UnknownId}} not found"}""", unknown.Body);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity), (unknown.Status, invalid.Status));
    }

    [Fact]
    public async Task Queued_job_is_cancelled_at_once()
    {
        await using var emulator = await TestEmulator.StartAsync(new() { TimeProvider = new ManualTimeProvider() });
        var created = await emulator.SendAsync(HttpMethod.Post, Path, await CreateRequestAsync(emulator, "{}"));

        var cancelled = await emulator.SendAsync(HttpMethod.Post, $"{Path}/{created.Json["id"]}/cancel");

        Assert.Equal(("QUEUED", "CANCELLED"), ((string?)created.Json["status"], (string?)cancelled.Json["status"]));
    }

    /// <summary>Uploads a training file and creates a request. <paramref name="fields"/> replace those of the request.</summary>
    private static async Task<string> CreateRequestAsync(TestEmulator emulator, string fields)
    {
        using var content = new MultipartFormDataContent
        {
            { new StringContent("fine-tune"), "purpose" },
            { new ByteArrayContent("""{"messages":[]}"""u8.ToArray()), "file", "a.jsonl" },
        };
        using var response = await emulator.Http.PostAsync("/v1/files", content, TestContext.Current.CancellationToken);
        var file = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var request = JsonNode.Parse($$$"""
            {"model":"open-mistral-7b","hyperparameters":{"training_steps":10},"training_files":[{"file_id":"{{{file["id"]}}}"}]}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
            request[name] = value?.DeepClone();
        return request.ToJsonString();
    }
}
