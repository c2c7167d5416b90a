using Mistral.Extensions.AI.Models;
using static System.FormattableString;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>Finds errors in a <see cref="CreateFineTuningJobRequest"/> before it is sent.</summary>
internal static class CreateFineTuningJobRequestValidator
{
    private const int MaxSuffixLength = 18;
    private const int WandbKeyLength = 40;

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(CreateFineTuningJobRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) => "No model was specified. Set Model to the ID of the model to fine-tune.",
        { Hyperparameters: null } => "Hyperparameters is null. Set it, for example to new TrainingParameters { TrainingSteps = 100 }.",
        { TrainingFiles: not { Count: > 0 }, Repositories: not { Count: > 0 } } =>
            "The request has no training data. Set TrainingFiles to uploaded files, or Repositories.",
        { Suffix.Length: > MaxSuffixLength } =>
            $"Suffix must have at most {MaxSuffixLength} characters, but has {request.Suffix!.Length}.",
        { InvalidSampleSkipPercentage: < 0 or > 0.5 or double.NaN } =>
            Invariant($"InvalidSampleSkipPercentage must be between 0 and 0.5, but was {request.InvalidSampleSkipPercentage}."),
        _ => ValidateParameters(request.Hyperparameters!)
            ?? ValidateJobType(request)
            ?? FindError(request.TrainingFiles, ValidateFile)
            ?? FindError(request.ValidationFiles, static id =>
                string.IsNullOrWhiteSpace(id) ? "ValidationFiles has an empty file ID. Remove it." : null)
            ?? FindError(request.ClassifierTargets, ValidateTarget)
            ?? FindError(request.Integrations, ValidateIntegration)
            ?? FindError(request.Repositories, ValidateRepository),
    };

    private static string? FindError<T>(IReadOnlyList<T>? items, Func<T, string?> validate) =>
        items?.Select(validate).FirstOrDefault(error => error is not null);

    private static string? ValidateParameters(TrainingParameters parameters) => parameters switch
    {
        { TrainingSteps: < 1 } => $"TrainingSteps must be 1 or greater, but was {parameters.TrainingSteps}.",
        { LearningRate: < 1e-8 or > 1 or double.NaN } =>
            Invariant($"LearningRate must be between 0.00000001 and 1, but was {parameters.LearningRate}."),
        { WeightDecay: < 0 or > 1 or double.NaN } => Invariant($"WeightDecay must be between 0 and 1, but was {parameters.WeightDecay}."),
        { WarmupFraction: < 0 or > 1 or double.NaN } =>
            Invariant($"WarmupFraction must be between 0 and 1, but was {parameters.WarmupFraction}."),
        { Epochs: <= 0 or double.NaN or double.PositiveInfinity } =>
            Invariant($"Epochs must be a number greater than 0, but was {parameters.Epochs}."),
        { SeqLen: < 100 } => $"SeqLen must be 100 or greater, but was {parameters.SeqLen}.",
        { FimRatio: < 0 or > 1 or double.NaN } => Invariant($"FimRatio must be between 0 and 1, but was {parameters.FimRatio}."),
        _ => null,
    };

    private static string? ValidateJobType(CreateFineTuningJobRequest request) => request switch
    {
        { JobType: "classifier", ClassifierTargets: not { Count: > 0 } } =>
            "A classifier requires targets. Set ClassifierTargets, or set JobType to \"completion\".",
        { JobType: "classifier", Hyperparameters.FimRatio: not null } => "A classifier does not support FimRatio. Set it to null.",
        { JobType: "classifier", Repositories.Count: > 0 } => "A classifier does not support Repositories. Use TrainingFiles.",
        { JobType: "completion", ClassifierTargets.Count: > 0 } =>
            "ClassifierTargets are only for classifiers. Set JobType to \"classifier\", or remove the targets.",
        _ => null,
    };

    private static string? ValidateFile(TrainingFile file) => file switch
    {
        _ when string.IsNullOrWhiteSpace(file.FileId) => "A training file has no ID. Set TrainingFile.FileId.",
        { Weight: <= 0 or double.NaN or double.PositiveInfinity } => InvalidWeight("training file", file.FileId, file.Weight),
        _ => null,
    };

    private static string? ValidateTarget(ClassifierTarget target) => target switch
    {
        _ when string.IsNullOrWhiteSpace(target.Name) => "A classifier target has no name. Set ClassifierTarget.Name.",
        { Labels: not { Count: > 0 } } => $"The classifier target \"{target.Name}\" has no labels. Set ClassifierTarget.Labels.",
        { Weight: < 0 or double.NaN or double.PositiveInfinity } =>
            Invariant($"The weight of the classifier target \"{target.Name}\" must be 0 or greater, but was {target.Weight}."),
        _ => null,
    };

    // The message does not contain the key.
    private static string? ValidateIntegration(WandbIntegration integration) => integration switch
    {
        _ when string.IsNullOrWhiteSpace(integration.Project) => "An integration has no project. Set WandbIntegration.Project.",
        { Type: "wandb", ApiKey.Length: not WandbKeyLength } or { Type: "wandb", ApiKey: null } =>
            $"The API key of an integration must have {WandbKeyLength} characters, but has {integration.ApiKey?.Length ?? 0}. "
            + "Set WandbIntegration.ApiKey.",
        _ => null,
    };

    private static string? ValidateRepository(GithubRepository repository) => repository switch
    {
        _ when string.IsNullOrWhiteSpace(repository.Name) || string.IsNullOrWhiteSpace(repository.Owner) =>
            "A repository has no name or no owner. Set GithubRepository.Name and Owner.",
        { Weight: <= 0 or double.NaN or double.PositiveInfinity } => InvalidWeight("repository", repository.Name, repository.Weight),
        _ when string.IsNullOrWhiteSpace(repository.Token) =>
            $"The repository \"{repository.Name}\" has no access token. Set GithubRepository.Token.",
        _ => null,
    };

    private static string InvalidWeight(string kind, string? name, double? weight) =>
        Invariant($"The weight of the {kind} \"{name}\" must be a number greater than 0, but was {weight}.");
}
