using System.Net;
using Mistral.Extensions.AI.FineTuning;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.FineTuning;

public sealed class FineTuningJobsApiTests
{
    private const string FileId = "b9a2c1f0-0000-4000-8000-000000000001";
    private const string JobId = "c1d2e3f4-0000-4000-8000-000000000002";
    private const string WandbKey = "0123456789abcdef0123456789abcdef01234567";

    private static readonly CreateFineTuningJobRequest FullRequest = new()
    {
        Model = "open-mistral-7b",
        Hyperparameters = new()
        {
            TrainingSteps = 10,
            LearningRate = 0.0001,
            WeightDecay = 0.1,
            WarmupFraction = 0.05,
            Epochs = 1.5,
            SeqLen = 1024,
            FimRatio = 0.9,
        },
        TrainingFiles = [new() { FileId = FileId, Weight = 0.5 }],
        ValidationFiles = ["b9a2c1f0-0000-4000-8000-000000000003"],
        Suffix = "support",
        Integrations = [new() { Project = "p", Name = "n", RunName = "r", ApiKey = WandbKey }],
        AutoStart = false,
        InvalidSampleSkipPercentage = 0.25,
        JobType = "completion",
        Repositories = [new() { Name = "repo", Owner = "me", Ref = "main", Weight = 2, Token = "github-token" }],
    };

    private const string FullRequestJson = $$"""
        {"model":"open-mistral-7b",
         "hyperparameters":{"training_steps":10,"learning_rate":0.0001,"weight_decay":0.1,"warmup_fraction":0.05,"epochs":1.5,
          "seq_len":1024,"fim_ratio":0.9},
         "training_files":[{"file_id":"{{FileId}}","weight":0.5}],"validation_files":["b9a2c1f0-0000-4000-8000-000000000003"],
         "suffix":"support",
         "integrations":[{"type":"wandb","project":"p","name":"n","run_name":"r","api_key":"{{WandbKey}}"}],
         "auto_start":false,"invalid_sample_skip_percentage":0.25,"job_type":"completion",
         "repositories":[{"type":"github","name":"repo","owner":"me","ref":"main","weight":2,"token":"github-token"}]}
        """;

    private const string DetailedJob = $$"""
        {"id":"{{JobId}}","auto_start":true,"model":"ministral-3b-latest","status":"SUCCESS","created_at":1716963433,
         "modified_at":1716963500,"training_files":["{{FileId}}"],"validation_files":[],"object":"job",
         "fine_tuned_model":"ft:classifier:ministral-3b-latest:a:20240529:b","suffix":"a",
         "integrations":[{"type":"wandb","project":"p","name":"n","run_name":"r","url":"https://wandb.ai/p"}],"trained_tokens":1310720,
         "metadata":{"expected_duration_seconds":220,"cost":10.5,"cost_currency":"EUR","train_tokens_per_step":131072,
          "train_tokens":1310720,"data_tokens":305375,"estimated_start_time":1716963434},
         "job_type":"classifier","hyperparameters":{"training_steps":10,"learning_rate":0.0001},
         "events":[{"name":"status-updated","data":{"status":"SUCCESS"},"created_at":1716963500}],
         "checkpoints":[{"metrics":{"train_loss":0.81,"valid_loss":0.73,"valid_mean_token_accuracy":0.62},"step_number":10,
          "created_at":1716963433}],
         "classifier_targets":[{"name":"intent","labels":["a","b"],"weight":1,"loss_function":"single_class"}]}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_of_a_job_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(DetailedJob);

        var job = await server.CreateClient().FineTuning.Jobs.CreateAsync(FullRequest, CancellationToken);

        JsonAssert.Equal(FullRequestJson, server.SingleRequestBody());
        Assert.Equal("POST /v1/fine_tuning/jobs", GetRequestLine(server));
        Assert.Equal(JobId, job.Id);
    }

    [Fact]
    public void Detailed_job_is_read_without_loss_and_every_field_has_a_property()
    {
        var job = RoundTrip.AssertLossless(DetailedJob, FineTuningJson.Default.FineTuningJob);

        Assert.Null(job.AdditionalProperties);
        Assert.Null(job.Metadata!.AdditionalProperties);
        Assert.Null(job.Checkpoints![0].Metrics!.AdditionalProperties);
        Assert.Equal("SUCCESS", job.Events![0].Data!["status"].GetString());
        Assert.True(job.IsCompleted);
    }

    [Theory]
    [InlineData("QUEUED", false)]
    [InlineData("STARTED", false)]
    [InlineData("VALIDATING", false)]
    [InlineData("VALIDATED", false)]
    [InlineData("RUNNING", false)]
    [InlineData("CANCELLATION_REQUESTED", false)]
    [InlineData("PAUSED", true)]
    [InlineData("SUCCESS", true)]
    [InlineData("FAILED_VALIDATION", true)]
    [InlineData("FAILED", true)]
    [InlineData("CANCELLED", true)]
    public async Task Every_status_is_read_and_an_unknown_status_is_completed(string status, bool isCompleted)
    {
        var server = StubServer.WithResponse($$"""{"id":"{{JobId}}","status":"{{status}}"}""");

        var job = await server.CreateClient().FineTuning.Jobs.GetAsync(JobId, CancellationToken);

        Assert.Equal((status, isCompleted), (job.Status, job.IsCompleted));
    }

    [Fact]
    public async Task Dry_run_returns_the_expected_cost()
    {
        const string Metadata = """
            {"expected_duration_seconds":220,"cost":10,"cost_currency":"EUR","train_tokens_per_step":131072,"train_tokens":1310720,
             "data_tokens":305375,"estimated_start_time":null,"deprecated":true,"details":"d","epochs":4.2922,"training_steps":10,
             "object":"job.metadata"}
            """;
        var server = StubServer.WithResponse(Metadata);

        var metadata = await server.CreateClient().FineTuning.Jobs.DryRunAsync(FullRequest, CancellationToken);

        JsonAssert.Equal(FullRequestJson, server.SingleRequestBody());
        Assert.Equal("POST /v1/fine_tuning/jobs?dry_run=true", GetRequestLine(server));
        Assert.Equal((10, "EUR", 4.2922), (metadata.Cost, metadata.CostCurrency, metadata.Epochs));
        Assert.Null(RoundTrip.AssertLossless(Metadata, FineTuningJson.Default.JobMetadata).AdditionalProperties);
    }

    [Fact]
    public async Task Pages_of_the_list_are_requested_when_they_are_needed()
    {
        var server = StubServer.WithResponse("""{"object":"list","total":3,"data":[{"id":"1"},{"id":"2"}]}""")
            .Then("""{"object":"list","total":3,"data":[{"id":"3"}]}""");
        var ids = new List<string?>();
        var requestCounts = new List<int>();

        await foreach (var job in server.CreateClient().FineTuning.Jobs.ListAsync(new() { PageSize = 2 }, CancellationToken))
        {
            ids.Add(job.Id);
            requestCounts.Add(server.RequestMessages.Count);
        }

        Assert.Equal(["1", "2", "3"], ids);
        Assert.Equal([1, 1, 2], requestCounts);
        Assert.Equal(["?page_size=2", "?page=1&page_size=2"], server.RequestMessages.Select(message => message.RequestUri!.Query));
    }

    [Theory]
    [InlineData("""{"data":[{"id":"1"}]}""")]
    [InlineData("""{"data":[{}]}""")]
    public async Task List_ends_if_the_server_returns_the_same_page_again(string page)
    {
        var server = StubServer.WithResponse(page);
        var count = 0;

        await foreach (var _ in server.CreateClient().FineTuning.Jobs.ListAsync(cancellationToken: CancellationToken))
            count++;

        Assert.Equal((1, 2), (count, server.RequestMessages.Count));
    }

    [Fact]
    public async Task Every_filter_of_the_list_is_sent()
    {
        var server = StubServer.WithResponse("""{"total":0}""");

        var page = await server.CreateClient().FineTuning.Jobs.ListPageAsync(
            new()
            {
                Page = 1,
                Model = "m&n",
                CreatedAfter = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                CreatedBefore = new(2026, 2, 2, 3, 4, 5, TimeSpan.FromHours(2)),
                CreatedByMe = true,
                Status = "RUNNING",
                WandbProject = "p",
                WandbName = "n",
                Suffix = "s",
            },
            CancellationToken);

        Assert.Equal(
            "?page=1&model=m&n&created_after=2026-01-02T03:04:05.000000Z&created_before=2026-02-02T01:04:05.000000Z"
            + "&created_by_me=true&status=RUNNING&wandb_project=p&wandb_name=n&suffix=s",
            Uri.UnescapeDataString(Assert.Single(server.RequestMessages).RequestUri!.Query));
        Assert.Equal((0, 0L), (page.Data.Count, page.Total));
    }

    [Fact]
    public async Task Job_is_read_cancelled_and_started_by_id()
    {
        var server = StubServer.WithResponse(DetailedJob);
        var jobs = server.CreateClient().FineTuning.Jobs;

        await jobs.GetAsync(JobId, CancellationToken);
        await jobs.CancelAsync(JobId, CancellationToken);
        await jobs.StartAsync(JobId, CancellationToken);

        Assert.Equal(
            [
                $"GET /v1/fine_tuning/jobs/{JobId}", $"POST /v1/fine_tuning/jobs/{JobId}/cancel",
                $"POST /v1/fine_tuning/jobs/{JobId}/start",
            ],
            server.RequestMessages.Select(message => $"{message.Method} {message.RequestUri!.AbsolutePath}"));
        Assert.All(server.RequestBodies, Assert.Null);
    }

    [Fact]
    public void Keys_do_not_appear_in_texts_of_the_request()
    {
        Assert.Equal("WandbIntegration { Type = wandb, Project = p }", FullRequest.Integrations![0].ToString());
        Assert.Equal("GithubRepository { Owner = me, Name = repo }", FullRequest.Repositories![0].ToString());
        Assert.DoesNotContain(WandbKey, FullRequest.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_the_server_repeats_is_not_in_the_error_message()
    {
        var server = StubServer.WithResponse(
            $$$"""{"detail":[{"type":"missing","loc":["body","x"],"msg":"Field required","input":{"api_key":"{{{WandbKey}}}"}}]}""",
            HttpStatusCode.UnprocessableEntity);

        var error = await Assert.ThrowsAsync<MistralException>(
            () => server.CreateClient().FineTuning.Jobs.CreateAsync(FullRequest, CancellationToken));

        Assert.DoesNotContain(WandbKey, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    public async Task Job_id_that_is_blank_or_a_dot_segment_is_rejected(string id)
    {
        var jobs = NoNetwork.CreateClient().FineTuning.Jobs;

        await Assert.ThrowsAsync<ArgumentException>(async () => await jobs.GetAsync(id, CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await jobs.CancelAsync(id, CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(async () => await jobs.StartAsync(id, CancellationToken));
        Assert.Throws<ArgumentException>(() => { _ = jobs.ListAsync(new() { PageSize = 0 }, CancellationToken); });
    }

    private static string GetRequestLine(StubServer server)
    {
        var request = Assert.Single(server.RequestMessages);
        return $"{request.Method} {request.RequestUri!.PathAndQuery}";
    }
}
