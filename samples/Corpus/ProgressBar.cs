using Mistral.Extensions.AI.Batch;

/// <summary>Shows the progress of a run: in a terminal as one line that is rewritten, otherwise as a line for each change.</summary>
internal sealed class ProgressBar(string title, int total) : IProgress<BatchProgress>, IDisposable
{
    private const int Width = 30;

    private string _line = "";

    public void Report(BatchProgress value)
    {
        var completed = value.SucceededRequests + value.FailedRequests;
        var filled = (int)(Width * completed / total);
        var line = $"{title} [{new string('#', filled)}{new string('.', Width - filled)}] {completed:N0} of {total:N0}, "
            + $"{value.CompletedShards:N0} of {value.SubmittedShards:N0} jobs read";
        if (!Console.IsOutputRedirected)
            Console.Write($"\r{line.PadRight(_line.Length)}");
        else if (line != _line)
            Console.WriteLine(line);
        _line = line;
    }

    public void Dispose()
    {
        if (!Console.IsOutputRedirected)
            Console.WriteLine();
    }
}
