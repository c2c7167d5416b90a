/// <summary>Shows how many items are completed: in a terminal as one line that is rewritten, otherwise as a line for each change.</summary>
internal sealed class ProgressBar(string title, int total) : IDisposable
{
    private const int Width = 30;

    private string _line = "";

    public void Report(long completed, string details)
    {
        var filled = (int)(Width * completed / total);
        var bar = new string('#', filled).PadRight(Width, '.');
        var line = $"{title} [{bar}] {completed:N0} of {total:N0}, {details}";
        if (!Console.IsOutputRedirected)
            Console.Write($"\r{line.PadRight(_line.Length)}");
        else if (line != _line)
            Console.WriteLine(line);
        _line = line;
    }

    /// <summary>Writes a line to the standard error stream, in a terminal above the progress bar.</summary>
    public void WriteError(string message)
    {
        if (!Console.IsOutputRedirected)
            Console.Write($"\r{new string(' ', _line.Length)}\r");
        Console.Error.WriteLine(message.ReplaceLineEndings(" "));
        if (!Console.IsOutputRedirected)
            Console.Write(_line);
    }

    public void Dispose()
    {
        if (!Console.IsOutputRedirected)
            Console.WriteLine();
    }
}
