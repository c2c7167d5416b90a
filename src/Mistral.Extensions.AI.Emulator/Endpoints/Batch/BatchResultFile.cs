using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>
/// Writes the output file or the error file of a job. The server does not keep the order of the requests, so each line is swapped with
/// the next one.
/// </summary>
/// <param name="folder">The folder for large files.</param>
internal sealed class BatchResultFile(TemporaryFolder folder) : IDisposable
{
    private readonly FileContentWriter _writer = new(folder);
    private ReadOnlyMemory<byte>? _held;

    /// <summary>The number of lines.</summary>
    public int LineCount { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Write(ReadOnlyMemory<byte> line)
    {
        LineCount++;
        if (_held is null)
        {
            _held = line;
            return;
        }
        WriteLine(line);
        WriteLine(_held.Value);
        _held = null;
    }

    /// <summary>Ends the file; returns null if it has no lines.</summary>
    /// <param name="id">The ID of the file.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="sampleType">The sample type of the file.</param>
    /// <param name="now">The time of creation.</param>
    public StoredFile? Complete(Guid id, string name, string sampleType, DateTimeOffset now)
    {
        if (LineCount == 0)
            return null;
        if (_held is { } line)
            WriteLine(line);
        return new StoredFile(id, name, MediaTypes.JsonLines, _writer.Complete())
        {
            Purpose = "batch",
            SampleType = sampleType,
            Source = "mistral",
            LineCount = LineCount,
            CreatedAt = now,
        };
    }

    public void Dispose() => _writer.Dispose();

    private void WriteLine(ReadOnlyMemory<byte> line)
    {
        if (_writer.Length > 0)
            _writer.Write("\n"u8);
        _writer.Write(line.Span);
    }
}
