using System.Globalization;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>The rules for requests to the fine-tuning endpoints. The messages are the emulator's own.</summary>
internal static class FineTuningRules
{
    private const int MaxSuffixLength = 18;

    /// <summary>Rejects a job whose fields cannot be combined.</summary>
    public static void Check(JsonElement request)
    {
        var isClassifier = request.FindString("job_type") == "classifier";
        if (request.FindString("suffix")?.Length > MaxSuffixLength)
            throw Invalid($"suffix must have at most {MaxSuffixLength} characters");
        if (!request.FindItems("training_files").Any() && !request.FindItems("repositories").Any())
            throw Invalid("training_files or repositories is required");
        if (isClassifier && !request.FindItems("classifier_targets").Any())
            throw Invalid("classifier_targets is required for a classifier");
        if (request.FindString("job_type") == "completion" && request.FindItems("classifier_targets").Any())
            throw Invalid("classifier_targets is only allowed for a classifier");
        if (isClassifier && request.GetProperty("hyperparameters").Find("fim_ratio") is not null)
            throw Invalid("fim_ratio is not allowed for a classifier");
    }

    /// <summary>Rejects a file that was not uploaded for fine-tuning.</summary>
    public static StoredFile CheckPurpose(StoredFile file) => file.Purpose == "fine-tune"
        ? file
        : throw Invalid($"File {file.Id} has the purpose {file.Purpose}, not fine-tune");

    /// <summary>Whether a job has the properties that the parameters of the list require. All jobs belong to the caller.</summary>
    public static bool Matches(FineTuningJob job, JsonElement query)
    {
        return Is("model", job.Model)
            && Is("status", job.Status)
            && Is("suffix", job.Suffix)
            && (query.FindString("wandb_project") is not { } project || HasIntegration("project", project))
            && (query.FindString("wandb_name") is not { } name || HasIntegration("name", name))
            && !(job.CreatedAt < FindTime("created_after"))
            && !(job.CreatedAt > FindTime("created_before"));

        bool Is(string name, string? value) => query.FindString(name) is not { } expected || expected == value;

        bool HasIntegration(string name, string value) =>
            job.Request.FindItems("integrations").Any(integration => integration.FindString(name) == value);

        DateTimeOffset? FindTime(string name) => query.FindString(name) switch
        {
            null => null,
            var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
            _ => throw Invalid($"{name} must be a date and time"),
        };
    }

    /// <summary>Returns the cancelled job.</summary>
    public static FineTuningJob Cancel(FineTuningJob job, DateTimeOffset now) => job.Status switch
    {
        FineTuningStatus.CancellationRequested => job,
        FineTuningStatus.Started or FineTuningStatus.Running => job.With(FineTuningStatus.CancellationRequested, now),
        var status when FineTuningStatus.IsFinal(status) => throw Invalid($"A job with the status {status} cannot be cancelled"),
        _ => job.With(FineTuningStatus.Cancelled, now),
    };

    /// <summary>Returns the started job.</summary>
    public static FineTuningJob Start(FineTuningJob job, DateTimeOffset now) => job.Status == FineTuningStatus.Validated
        ? job.With(FineTuningStatus.Started, now)
        : throw Invalid($"A job with the status {job.Status} cannot be started");

    private static ApiError Invalid(string message) => ApiError.BadRequest(message, "invalid_request_error", null);
}
