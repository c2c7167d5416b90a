using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>The folder with recordings: one JSON file for each request and its response.</summary>
/// <param name="path">The path of the folder.</param>
internal sealed class RecordingFolder(string path)
{
    private const int MaxErrors = 20;
    private const int MaxNameLength = 60;
    private const int HashLength = 12;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<int, RecordedExchange>> _exchanges = [];

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>All recordings.</summary>
    public IReadOnlyList<RecordedExchange> Exchanges
    {
        get
        {
            lock (_lock)
                return [.. _exchanges.Values.SelectMany(exchanges => exchanges.Values)];
        }
    }

    /// <summary>Reads all files.</summary>
    /// <param name="create">Whether to create the folder if it does not exist.</param>
    /// <exception cref="IOException">The folder does not exist, or a file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not a recording. The message lists the files and their errors.</exception>
    public void Load(bool create)
    {
        try
        {
            if (create)
                Directory.CreateDirectory(Path);
            else if (!Directory.Exists(Path))
                throw new DirectoryNotFoundException($"The folder with recordings {Path} does not exist. Record responses first.");
            var errors = Directory.GetFiles(Path, "*.json").Order(StringComparer.Ordinal)
                .Select(TryLoad).OfType<string>().Take(MaxErrors).ToArray();
            if (errors.Length > 0)
            {
                var list = string.Concat(errors.Select(error => $"\n- {error}"));
                throw new InvalidDataException($"The recordings in {Path} are not valid:{list}");
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"The recordings in {Path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Returns the recordings of equal requests in their order; empty if there are none.</summary>
    public IReadOnlyList<RecordedExchange> Find(string key)
    {
        lock (_lock)
            return _exchanges.TryGetValue(key, out var exchanges) ? [.. exchanges.Values] : [];
    }

    /// <summary>
    /// Writes a recording, or replaces the one of an equal request with the same number. Readers never see a part of a file.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="getNumber">Returns the number of a request with this key; null for the next one.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(JsonElement request, RecordedResponse response, Func<string, int>? getNumber)
    {
        lock (_lock)
        {
            var key = CanonicalJson.Hash(request);
            var number = getNumber?.Invoke(key) ?? GetNextNumber(key);
            var exchange = new RecordedExchange(number, request, response) { FileName = CreateFileName(request, key, number) };
            var replaced = _exchanges.GetValueOrDefault(key)?.GetValueOrDefault(number)?.FileName;
            Write(exchange);
            if (replaced is not null && replaced != exchange.FileName)
                File.Delete(GetFullPath(replaced));
            Add(exchange);
        }
    }

    private void Write(RecordedExchange exchange)
    {
        var temporary = GetFullPath($".{exchange.FileName}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(temporary, RecordingDocument.Serialize(exchange));
            File.Move(temporary, GetFullPath(exchange.FileName), overwrite: true);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"The recording {exchange.FileName} cannot be written: {error.Message}", error);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private string? TryLoad(string file)
    {
        var name = System.IO.Path.GetFileName(file);
        try
        {
            var exchange = RecordingDocument.Read(name, File.ReadAllBytes(file));
            if (_exchanges.GetValueOrDefault(exchange.Key)?.GetValueOrDefault(exchange.Number) is { } other)
                return $"{name}: has the same request and the same number as {other.FileName}";
            Add(exchange);
            return null;
        }
        catch (InvalidDataException error)
        {
            return $"{name}: {error.Message}";
        }
    }

    private void Add(RecordedExchange exchange)
    {
        if (!_exchanges.TryGetValue(exchange.Key, out var exchanges))
            _exchanges[exchange.Key] = exchanges = [];
        exchanges[exchange.Number] = exchange;
    }

    private int GetNextNumber(string key) => _exchanges.TryGetValue(key, out var exchanges) ? exchanges.Keys.Max() + 1 : 1;

    private string GetFullPath(string fileName) => System.IO.Path.Combine(Path, fileName);

    /// <summary>
    /// Creates a name such as <c>post-chat-completions-0123456789ab.json</c>, which ends with <c>-2</c> for the second equal request.
    /// </summary>
    private static string CreateFileName(JsonElement request, string key, int number)
    {
        var path = request.FindString("path")!.Split('?')[0];
        if (path.StartsWith("/v1/", StringComparison.Ordinal))
            path = path["/v1".Length..];
        var name = new StringBuilder();
        foreach (var character in $"{request.FindString("method")}{path}".ToLowerInvariant().Take(MaxNameLength))
            name.Append(char.IsAsciiLetterOrDigit(character) ? character : '-');
        return $"{name}-{key[..HashLength]}{(number == 1 ? "" : $"-{number}")}.json";
    }
}
