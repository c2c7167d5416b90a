using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>Requests of a batch job as JSONL: an uploaded file, or the <c>requests</c> of the body that created the job.</summary>
/// <param name="Name">The name of the input in error messages.</param>
/// <param name="Content">The lines.</param>
/// <param name="RequestCount">The number of requests.</param>
internal sealed record BatchInput(string Name, FileContent Content, int RequestCount)
{
    /// <summary>Whether the input is in the body that created the job, and not a file.</summary>
    public bool IsInline { get; private init; }

    /// <summary>The maximum number of unreadable lines that are reported.</summary>
    private const int MaxErrors = 100;

    /// <summary>Creates the input for an uploaded file.</summary>
    public static BatchInput FromFile(StoredFile file) => new($"file {file.Id}", file.Content, file.LineCount ?? 0);

    /// <summary>Writes the <c>requests</c> of a body as JSONL, because lines need less memory than parsed JSON.</summary>
    public static BatchInput FromRequests(IEnumerable<JsonElement> requests, TemporaryFolder folder)
    {
        using var writer = new FileContentWriter(folder);
        var count = 0;
        foreach (var request in requests)
        {
            writer.Write("{\"custom_id\":"u8);
            writer.Write(request.Find("custom_id") is { } customId ? JsonMarshal.GetRawUtf8Value(customId) : "null"u8);
            writer.Write(",\"body\":"u8);
            writer.Write(CompactJson.SerializeToUtf8Bytes(request.GetProperty("body").ToNode()));
            writer.Write("}\n"u8);
            count++;
        }
        return new BatchInput("requests", writer.Complete(), count) { IsInline = true };
    }

    /// <summary>Reads the requests. The input must be valid.</summary>
    public async IAsyncEnumerable<JsonElement> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in FileLine.ReadAllAsync(Content, cancellationToken).ConfigureAwait(false))
        {
            using var document = JsonDocument.Parse(line.Bytes);
            yield return document.RootElement;
        }
    }

    /// <summary>Finds the lines that are not requests.</summary>
    public async Task<IReadOnlyList<string>> FindErrorsAsync(CancellationToken cancellationToken)
    {
        var messages = new List<string>();
        await foreach (var line in FileLine.ReadAllAsync(Content, cancellationToken).ConfigureAwait(false))
        {
            if (FindError(line) is { } error)
                messages.Add($"Line {line.Number} of {Name} is not a valid request: {error}");
            if (messages.Count == MaxErrors)
                break;
        }
        return messages;
    }

    private static string? FindError(FileLine line)
    {
        if (!Utf8.IsValid(line.Bytes.Span))
            return "it is not UTF-8";
        var errors = new FieldErrors();
        if (JsonText.Parse(line.Bytes, errors) is { } json)
            BatchSchemas.Line.Validate(json, Location.Line, errors);
        return errors.HasErrors ? errors.Summary : null;
    }
}
