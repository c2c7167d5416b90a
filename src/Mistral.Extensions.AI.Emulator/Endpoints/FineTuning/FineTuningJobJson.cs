using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>Writes fine-tuning jobs.</summary>
internal static class FineTuningJobJson
{
    /// <summary>The maximum number of checkpoints.</summary>
    private const int MaxCheckpoints = 3;

    /// <summary>Creates a job as the list returns it: <c>CompletionJobOut</c> or <c>ClassifierJobOut</c>.</summary>
    public static JsonObject ToJson(this FineTuningJob job)
    {
        var json = new JsonObject
        {
            ["id"] = job.Id.ToString(),
            ["auto_start"] = job.AutoStart,
            ["model"] = job.Model,
            ["status"] = job.Status,
            ["created_at"] = job.CreatedAt.ToUnixTimeSeconds(),
            ["modified_at"] = job.ModifiedAt.ToUnixTimeSeconds(),
            ["training_files"] = ToArray(job.TrainingFiles.Select(id => JsonValue.Create(id))),
            ["validation_files"] = ToArray(job.ValidationFiles.Select(id => JsonValue.Create(id))),
            ["object"] = "job",
            ["fine_tuned_model"] = job.FineTunedModel,
            ["suffix"] = job.Suffix,
            ["integrations"] = ToArray(job.Request.FindItems("integrations").Select(item => Copy(item, "api_key"))),
            ["trained_tokens"] = job.Status == FineTuningStatus.Success ? job.Estimate.TrainTokens : null,
            ["metadata"] = CreateMetadata(job.Estimate),
            ["job_type"] = job.IsClassifier ? "classifier" : "completion",
            ["hyperparameters"] = CreateHyperparameters(job),
        };
        if (!job.IsClassifier)
            json["repositories"] = ToArray(job.Request.FindItems("repositories").Select(ToRepository));
        return json;
    }

    /// <summary>Creates a job with its details: <c>CompletionDetailedJobOut</c> or <c>ClassifierDetailedJobOut</c>.</summary>
    public static JsonObject ToDetailedJson(this FineTuningJob job)
    {
        var json = job.ToJson();
        json["events"] = ToArray(job.Events.Reverse().Select(change => new JsonObject
        {
            ["name"] = "status-updated",
            ["data"] = new JsonObject { ["status"] = change.Status },
            ["created_at"] = change.Time.ToUnixTimeSeconds(),
        }));
        json["checkpoints"] = ToArray(job.Status == FineTuningStatus.Success ? CreateCheckpoints(job) : []);
        if (job.IsClassifier)
            json["classifier_targets"] = CreateTargets(job.Request);
        return json;
    }

    /// <summary>Creates the response to a dry run: <c>LegacyJobMetadataOut</c>.</summary>
    public static JsonObject ToDryRunJson(this TrainingEstimate estimate)
    {
        var json = CreateMetadata(estimate);
        json["deprecated"] = true;
        json["details"] = "This is an estimate of the emulator.";
        json["epochs"] = estimate.Epochs;
        json["training_steps"] = estimate.Steps;
        json["object"] = "job.metadata";
        return json;
    }

    /// <summary>Creates the targets of a classifier, with the defaults of the API.</summary>
    public static JsonArray CreateTargets(JsonElement request) => ToArray(request.FindItems("classifier_targets").Select(target =>
    {
        var json = Copy(target);
        json["weight"] ??= 1.0;
        json["loss_function"] ??= "multi_class";
        return json;
    }));

    private static JsonObject CreateMetadata(TrainingEstimate estimate) => new()
    {
        ["expected_duration_seconds"] = estimate.DurationInSeconds,
        ["cost"] = estimate.Cost,
        ["cost_currency"] = "EUR",
        ["train_tokens_per_step"] = TrainingEstimate.TokensPerStep,
        ["train_tokens"] = estimate.TrainTokens,
        ["data_tokens"] = estimate.DataTokens,
        ["estimated_start_time"] = null,
    };

    private static JsonObject CreateHyperparameters(FineTuningJob job)
    {
        var json = Copy(job.Request.GetProperty("hyperparameters"));
        json["training_steps"] ??= job.Estimate.Steps;
        json["learning_rate"] ??= 0.0001;
        json["weight_decay"] ??= 0.1;
        json["warmup_fraction"] ??= 0.05;
        if (!job.IsClassifier)
            json["fim_ratio"] ??= 0.9;
        return json;
    }

    private static JsonObject ToRepository(JsonElement repository)
    {
        var json = Copy(repository, "token");
        json["commit_id"] = new string('0', 40);
        return json;
    }

    /// <summary>Creates the checkpoints, the newest first. The loss decreases and the accuracy increases.</summary>
    private static IEnumerable<JsonObject> CreateCheckpoints(FineTuningJob job)
    {
        var count = Math.Min(MaxCheckpoints, job.Estimate.Steps);
        var hasValidation = job.ValidationFiles.Any();
        return Enumerable.Range(1, count).Reverse().Select(number => new JsonObject
        {
            ["metrics"] = new JsonObject
            {
                ["train_loss"] = 1.0 / (1 + number),
                ["valid_loss"] = hasValidation ? 1.1 / (1 + number) : null,
                ["valid_mean_token_accuracy"] = hasValidation ? 1 - (1.0 / (2 + number)) : null,
            },
            ["step_number"] = job.Estimate.Steps * number / count,
            ["created_at"] = job.ModifiedAt.ToUnixTimeSeconds(),
        });
    }

    /// <summary>Copies an object without a secret.</summary>
    private static JsonObject Copy(JsonElement value, string? secret = null)
    {
        var json = JsonNode.Parse(value.GetRawText())!.AsObject();
        if (secret is not null)
            json.Remove(secret);
        return json;
    }

    private static JsonArray ToArray(IEnumerable<JsonNode?> items) => new([.. items]);
}
