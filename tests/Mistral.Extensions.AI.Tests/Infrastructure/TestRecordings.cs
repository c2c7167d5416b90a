using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A folder with recordings, the emulators that record and replay them, and the emulator whose responses are recorded.</summary>
internal sealed class TestRecordings : IAsyncDisposable
{
    public const string Key = "sk-real-0123456789abcdef";
    public const string Authorization = $"Authorization: Bearer {Key}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recordings");
    private readonly List<TestEmulator> _emulators = [];

    private TestRecordings(TestEmulator upstream) => Upstream = upstream;

    public TestEmulator Upstream { get; }

    public string Folder => _folder.FullName;

    /// <summary>The names of the files, in alphabetical order.</summary>
    public string[] FileNames => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The bytes of all files as Latin-1.</summary>
    public string AllContent => string.Concat(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    public static async Task<TestRecordings> StartAsync() => new(await TestEmulator.StartAsync());

    public Task<TestEmulator> RecordAsync(Uri? upstream = null, string? apiKey = null, TimeProvider? timeProvider = null) =>
        StartAsync(RecordingMode.Record, upstream, apiKey, timeProvider: timeProvider);

    public Task<TestEmulator> ReplayAsync(TimeProvider? timeProvider = null) =>
        StartAsync(RecordingMode.Replay, timeProvider: timeProvider);

    public async Task<TestEmulator> StartAsync(
        RecordingMode mode, Uri? upstream = null, string? apiKey = null, string? ownKey = null, TimeProvider? timeProvider = null)
    {
        var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions
        {
            RecordingsPath = Folder,
            RecordingMode = mode,
            UpstreamEndpoint = upstream ?? Upstream.Server.Endpoint,
            UpstreamApiKey = apiKey,
            ApiKey = ownKey,
            ReplayDelays = timeProvider is not null,
            TimeProvider = timeProvider ?? TimeProvider.System,
        });
        _emulators.Add(emulator);
        return emulator;
    }

    /// <summary>Reads the only file, or the one at an index.</summary>
    public JsonNode ReadFile(int index = 0) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, FileNames[index])))!;

    public void WriteFile(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    public async ValueTask DisposeAsync()
    {
        foreach (var emulator in _emulators.Append(Upstream))
            await emulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
