using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.FineTuning;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.FineTuning;

/// <summary>Fine-tuning jobs of the emulator, from the upload of the training data to the new model.</summary>
public sealed class FineTuningEmulatorTests : IAsyncDisposable
{
    /// <summary>Longer than all statuses of a job together.</summary>
    private static readonly TimeSpan JobDuration = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private MistralEmulator? _emulator;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_emulator is not null)
            await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Successful_job_adds_a_model_that_can_be_used_changed_and_deleted()
    {
        using var client = await CreateClientAsync();
        var created = await client.FineTuning.Jobs.CreateAsync(await CreateRequestAsync(client), CancellationToken);
        _time.Advance(JobDuration);

        var job = await client.FineTuning.Jobs.GetAsync(created.Id!, CancellationToken);
        var model = job.FineTunedModel!;
        var response = await client.Chat.CompleteAsync(new() { Model = model, Messages = [new UserMessage("Hi")] }, CancellationToken);
        var updated = await client.Models.UpdateAsync(model, new() { Name = "Support" }, CancellationToken);
        var listed = (await client.Models.ListAsync(cancellationToken: CancellationToken)).Data.Select(card => card.Id).ToList();
        var deleted = await client.Models.DeleteAsync(model, CancellationToken);

        Assert.Equal("QUEUED", created.Status);
        Assert.Equal(("SUCCESS", "completion", true), (job.Status, job.JobType, job.IsCompleted));
        Assert.Equal($"ft:open-mistral-7b:support:20260501:{created.Id![..8]}", model);
        Assert.Equal("You said: \"Hi\".", response.Text);
        Assert.Equal(("Support", job.Id), (updated.Name, updated.Job));
        Assert.Contains(model, listed);
        Assert.True(deleted.Deleted);
    }

    [Fact]
    public async Task Events_and_checkpoints_of_a_job_are_the_newest_first()
    {
        using var client = await CreateClientAsync();
        var created = await client.FineTuning.Jobs.CreateAsync(await CreateRequestAsync(client), CancellationToken);
        _time.Advance(JobDuration);

        var job = await client.FineTuning.Jobs.GetAsync(created.Id!, CancellationToken);

        Assert.Equal(
            ["SUCCESS", "RUNNING", "STARTED", "VALIDATED", "VALIDATING", "QUEUED"],
            job.Events!.Select(item => item.Data!["status"].GetString()));
        Assert.Equal([10, 6, 3], job.Checkpoints!.Select(checkpoint => checkpoint.StepNumber));
        Assert.Equal(1_310_720, job.TrainedTokens);
    }

    [Fact]
    public async Task Job_without_automatic_start_waits_for_the_start()
    {
        using var client = await CreateClientAsync();
        var jobs = client.FineTuning.Jobs;
        var created = await jobs.CreateAsync(await CreateRequestAsync(client) with { AutoStart = false }, CancellationToken);
        await Assert.ThrowsAsync<MistralException>(() => jobs.StartAsync(created.Id!, CancellationToken));
        _time.Advance(JobDuration);

        var validated = await jobs.GetAsync(created.Id!, CancellationToken);
        var started = await jobs.StartAsync(created.Id!, CancellationToken);
        _time.Advance(JobDuration);

        Assert.Equal(("VALIDATED", "STARTED"), (validated.Status, started.Status));
        Assert.Equal("SUCCESS", (await jobs.GetAsync(created.Id!, CancellationToken)).Status);
    }

    [Fact]
    public async Task Running_job_is_cancelled_after_a_delay_and_a_completed_job_is_rejected()
    {
        using var client = await CreateClientAsync();
        var jobs = client.FineTuning.Jobs;
        var created = await jobs.CreateAsync(await CreateRequestAsync(client) with { AutoStart = false }, CancellationToken);
        _time.Advance(JobDuration);
        await jobs.StartAsync(created.Id!, CancellationToken);

        var requested = await jobs.CancelAsync(created.Id!, CancellationToken);
        _time.Advance(JobDuration);
        var cancelled = await jobs.GetAsync(created.Id!, CancellationToken);
        var error = await Assert.ThrowsAsync<MistralException>(() => jobs.CancelAsync(created.Id!, CancellationToken));

        Assert.Equal(("CANCELLATION_REQUESTED", "CANCELLED"), (requested.Status, cancelled.Status));
        Assert.Contains("A job with the status CANCELLED cannot be cancelled", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_whose_training_file_is_deleted_fails_the_validation()
    {
        using var client = await CreateClientAsync();
        var request = await CreateRequestAsync(client);
        var created = await client.FineTuning.Jobs.CreateAsync(request, CancellationToken);
        await client.Files.DeleteAsync(request.TrainingFiles![0].FileId!, CancellationToken);
        _time.Advance(JobDuration);

        Assert.Equal("FAILED_VALIDATION", (await client.FineTuning.Jobs.GetAsync(created.Id!, CancellationToken)).Status);
    }

    [Fact]
    public async Task Job_with_the_suffix_fail_fails_without_a_model()
    {
        using var client = await CreateClientAsync();
        var request = await CreateRequestAsync(client) with { Suffix = "fail" };
        var created = await client.FineTuning.Jobs.CreateAsync(request, CancellationToken);
        _time.Advance(JobDuration);

        var job = await client.FineTuning.Jobs.GetAsync(created.Id!, CancellationToken);

        Assert.Equal(("FAILED", null), (job.Status, job.FineTunedModel));
    }

    [Fact]
    public async Task Classifier_has_its_targets_and_the_capability_classification()
    {
        using var client = await CreateClientAsync();
        var request = await CreateRequestAsync(client) with
        {
            Model = "ministral-3b-latest",
            JobType = "classifier",
            ClassifierTargets = [new() { Name = "intent", Labels = ["refund", "other"], LossFunction = "single_class" }],
        };
        var created = await client.FineTuning.Jobs.CreateAsync(request, CancellationToken);
        _time.Advance(JobDuration);

        var job = await client.FineTuning.Jobs.GetAsync(created.Id!, CancellationToken);
        var model = await client.Models.GetAsync(job.FineTunedModel!, CancellationToken);
        var updated = await client.Models.UpdateAsync(job.FineTunedModel!, new() { Description = "Intents" }, CancellationToken);

        Assert.Equal(["refund", "other"], job.ClassifierTargets![0].Labels!);
        Assert.Equal((true, false), (model.Capabilities!.Classification, model.Capabilities.CompletionChat));
        Assert.Equal(("classifier", "single_class"), (updated.ModelType, updated.ClassifierTargets![0].LossFunction));
    }

    [Fact]
    public async Task List_has_the_newest_job_first_and_can_be_filtered()
    {
        using var client = await CreateClientAsync();
        var jobs = client.FineTuning.Jobs;
        var request = await CreateRequestAsync(client);
        var first = await jobs.CreateAsync(request, CancellationToken);
        _time.Advance(JobDuration);
        var second = await jobs.CreateAsync(request with { Suffix = "other" }, CancellationToken);

        Assert.Equal([second.Id, first.Id], await GetIdsAsync(new() { PageSize = 1 }));
        Assert.Equal([first.Id], await GetIdsAsync(new() { Status = "SUCCESS" }));
        Assert.Equal([second.Id], await GetIdsAsync(new() { Suffix = "other" }));
        Assert.Equal([second.Id], await GetIdsAsync(new() { CreatedAfter = _time.GetUtcNow() }));
        Assert.Empty(await GetIdsAsync(new() { WandbProject = "p" }));

        async Task<List<string?>> GetIdsAsync(ListFineTuningJobsRequest filter)
        {
            var ids = new List<string?>();
            await foreach (var job in jobs.ListAsync(filter, CancellationToken))
                ids.Add(job.Id);
            return ids;
        }
    }

    [Fact]
    public async Task Dry_run_creates_no_job()
    {
        using var client = await CreateClientAsync();

        var metadata = await client.FineTuning.Jobs.DryRunAsync(await CreateRequestAsync(client), CancellationToken);

        Assert.Equal((10, 1_310_720L, "EUR"), (metadata.TrainingSteps, metadata.TrainTokens, metadata.CostCurrency));
        Assert.Equal(0, (await client.FineTuning.Jobs.ListPageAsync(cancellationToken: CancellationToken)).Total);
    }

    private async Task<MistralClient> CreateClientAsync()
    {
        _emulator = await MistralEmulator.StartAsync(new() { TimeProvider = _time }, CancellationToken);
        return new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
    }

    private static async Task<CreateFineTuningJobRequest> CreateRequestAsync(MistralClient client)
    {
        var data = """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}"""u8.ToArray();
        var file = await client.Files.UploadAsync(
            new() { File = FileData.FromBytes(data, name: "training.jsonl"), Purpose = "fine-tune" }, cancellationToken: CancellationToken);
        return new()
        {
            Model = "open-mistral-7b",
            Hyperparameters = new() { TrainingSteps = 10 },
            TrainingFiles = [new() { FileId = file.Id }],
            Suffix = "support",
        };
    }
}
