using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>The estimated size of a job.</summary>
/// <param name="DataTokens">The number of tokens of the training data: one for four bytes.</param>
/// <param name="Steps">The number of steps.</param>
internal sealed record TrainingEstimate(long DataTokens, int Steps)
{
    /// <summary>The number of tokens of one step, from the example of the OpenAPI description.</summary>
    public const int TokensPerStep = 131_072;

    private const int BytesPerToken = 4;
    private const int DefaultEpochs = 1;
    private const int MaxSteps = 1_000_000;

    public long TrainTokens => (long)Steps * TokensPerStep;

    public double Epochs => Math.Round((double)TrainTokens / DataTokens, 4);

    public int DurationInSeconds => Steps;

    /// <summary>Ten euros for a million tokens.</summary>
    public double Cost => Math.Round(TrainTokens * 10 / 1e6, 2);

    /// <summary>Estimates the size of a job with these hyperparameters.</summary>
    public static TrainingEstimate Create(JsonElement hyperparameters, IEnumerable<StoredFile> files)
    {
        var tokens = Math.Max(1, files.Sum(file => file.Content.Length) / BytesPerToken);
        var steps = hyperparameters.FindNumber("training_steps")
            ?? Math.Ceiling((hyperparameters.FindNumber("epochs") ?? DefaultEpochs) * tokens / TokensPerStep);
        return new(tokens, (int)Math.Clamp(steps, 1, MaxSteps));
    }
}
