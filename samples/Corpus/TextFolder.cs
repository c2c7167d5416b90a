using System.Security.Cryptography;
using System.Text;

/// <summary>
/// The .txt files of a folder and its subfolders that are not empty, in a fixed order: a run continues only with the same requests.
/// </summary>
internal sealed class TextFolder
{
    private readonly FileInfo[] _files;

    private TextFolder(string path, FileInfo[] files) => (Path, _files) = (path, files);

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The number of files.</summary>
    public int Count => _files.Length;

    /// <exception cref="ArgumentException">The folder does not exist, or has no texts.</exception>
    public static TextFolder Open(string path)
    {
        var folder = new DirectoryInfo(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        if (!folder.Exists)
            throw new ArgumentException($"The folder {path} was not found.");

        // The API rejects empty texts.
        var files = folder.GetFiles("*.txt", SearchOption.AllDirectories).Where(file => file.Length > 0).ToList();
        if (files.Count == 0)
            throw new ArgumentException($"The folder {path} has no .txt files, or they are empty.");

        return new(folder.FullName, [.. files.OrderBy(file => file.FullName, StringComparer.Ordinal)]);
    }

    /// <summary>Creates an ID that depends on the folder and its files, so that a folder with changed files is another run.</summary>
    public string CreateRunId()
    {
        var description = string.Join('\n', _files.Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        return $"corpus-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)))[..16]}";
    }

    /// <summary>Reads one text after the other and creates its request. The ID is the path of the file in the folder.</summary>
    public async IAsyncEnumerable<(string Id, TRequest Request)> ReadAsync<TRequest>(Func<string, TRequest> createRequest)
    {
        foreach (var file in _files)
        {
            var id = System.IO.Path.GetRelativePath(Path, file.FullName);
            yield return (id, createRequest(await File.ReadAllTextAsync(file.FullName)));
        }
    }
}
