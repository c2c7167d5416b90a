using Mistral.Extensions.AI.FineTuning;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.FineTuning;

/// <summary>Fine-tuning jobs that are rejected before they are sent.</summary>
public sealed class FineTuningJobValidationTests
{
    private static readonly CreateFineTuningJobRequest Valid = new()
    {
        Model = "open-mistral-7b",
        Hyperparameters = new() { TrainingSteps = 10 },
        TrainingFiles = [new() { FileId = "b9a2c1f0-0000-4000-8000-000000000001" }],
    };

    private static readonly CreateFineTuningJobRequest Classifier = Valid with
    {
        JobType = "classifier",
        ClassifierTargets = [new() { Name = "intent", Labels = ["a"] }],
    };

    public static TheoryData<CreateFineTuningJobRequest, string> InvalidRequests => new()
    {
        { Valid with { Model = " " }, "No model was specified." },
        { Valid with { Hyperparameters = null }, "Hyperparameters is null." },
        { Valid with { TrainingFiles = [] }, "The request has no training data." },
        { Valid with { TrainingFiles = [new()] }, "A training file has no ID." },
        { Valid with { TrainingFiles = [new() { FileId = "f", Weight = 0 }] }, "The weight of the training file \"f\" must be" },
        { Valid with { ValidationFiles = [""] }, "ValidationFiles has an empty file ID." },
        { Valid with { Suffix = new('a', 19) }, "Suffix must have at most 18 characters, but has 19." },
        { Valid with { InvalidSampleSkipPercentage = 0.6 }, "InvalidSampleSkipPercentage must be between 0 and 0.5, but was 0.6." },
        { Valid with { Hyperparameters = new() { TrainingSteps = 0 } }, "TrainingSteps must be 1 or greater, but was 0." },
        { Valid with { Hyperparameters = new() { LearningRate = 2 } }, "LearningRate must be between 0.00000001 and 1, but was 2." },
        { Valid with { Hyperparameters = new() { WeightDecay = -1 } }, "WeightDecay must be between 0 and 1, but was -1." },
        { Valid with { Hyperparameters = new() { WarmupFraction = 2 } }, "WarmupFraction must be between 0 and 1, but was 2." },
        { Valid with { Hyperparameters = new() { Epochs = 0 } }, "Epochs must be a number greater than 0, but was 0." },
        { Valid with { Hyperparameters = new() { SeqLen = 99 } }, "SeqLen must be 100 or greater, but was 99." },
        { Valid with { Hyperparameters = new() { FimRatio = 1.5 } }, "FimRatio must be between 0 and 1, but was 1.5." },
        { Valid with { JobType = "classifier" }, "A classifier requires targets." },
        { Classifier with { JobType = "completion" }, "ClassifierTargets are only for classifiers." },
        { Classifier with { Hyperparameters = new() { FimRatio = 0.5 } }, "A classifier does not support FimRatio." },
        { Classifier with { Repositories = [new()] }, "A classifier does not support Repositories." },
        { Classifier with { ClassifierTargets = [new() { Labels = ["a"] }] }, "A classifier target has no name." },
        { Classifier with { ClassifierTargets = [new() { Name = "t" }] }, "The classifier target \"t\" has no labels." },
        {
            Classifier with { ClassifierTargets = [new() { Name = "t", Labels = ["a"], Weight = -1 }] },
            "The weight of the classifier target \"t\" must be 0 or greater, but was -1."
        },
        { Valid with { Integrations = [new() { ApiKey = "k" }] }, "An integration has no project." },
        { Valid with { Repositories = [new() { Name = "n" }] }, "A repository has no name or no owner." },
        { Valid with { Repositories = [new() { Name = "n", Owner = "o" }] }, "The repository \"n\" has no access token." },
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(InvalidRequests), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_with_its_first_error(CreateFineTuningJobRequest request, string message)
    {
        var jobs = NoNetwork.CreateClient().FineTuning.Jobs;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => jobs.CreateAsync(request, CancellationToken));
        var dryRunError = await Assert.ThrowsAsync<ArgumentException>(() => jobs.DryRunAsync(request, CancellationToken));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, dryRunError.Message);
    }

    [Fact]
    public async Task Error_for_a_wrong_key_does_not_contain_the_key()
    {
        var request = Valid with { Integrations = [new() { Project = "p", ApiKey = "secret-key" }] };

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => NoNetwork.CreateClient().FineTuning.Jobs.CreateAsync(request, CancellationToken));

        Assert.Equal("The API key of an integration must have 40 characters, but has 10. Set WandbIntegration.ApiKey.", error.Message);
    }
}
