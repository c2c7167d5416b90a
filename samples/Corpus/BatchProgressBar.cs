using Mistral.Extensions.AI.Batch;

/// <summary>Shows the progress of a run of batch jobs.</summary>
internal sealed class BatchProgressBar(string title, int total) : IProgress<BatchProgress>, IDisposable
{
    private readonly ProgressBar _bar = new(title, total);

    public void Report(BatchProgress value) => _bar.Report(
        value.SucceededRequests + value.FailedRequests, $"{value.CompletedShards:N0} of {value.SubmittedShards:N0} jobs read");

    public void Dispose() => _bar.Dispose();
}
