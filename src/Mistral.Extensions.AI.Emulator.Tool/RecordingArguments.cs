namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>The options for recordings: <c>--record</c>, <c>--replay</c> and <c>--upstream</c>.</summary>
/// <param name="RecordPath">The folder of <c>--record</c>; null if responses are not recorded.</param>
/// <param name="ReplayPath">The folder of <c>--replay</c>; null if responses are not replayed.</param>
internal sealed record RecordingArguments(string? RecordPath = null, string? ReplayPath = null)
{
    /// <summary>The environment variable with the key that is sent to the API whose responses are recorded.</summary>
    private const string ApiKeyVariable = "MISTRAL_API_KEY";

    /// <summary>The folder; null for none.</summary>
    public string? Path => RecordPath ?? ReplayPath;

    /// <summary>The mode: with both options, requests without a recording are recorded.</summary>
    public RecordingMode Mode =>
        RecordPath is null ? RecordingMode.Replay : ReplayPath is null ? RecordingMode.Record : RecordingMode.Auto;

    /// <summary>The key to record with; null for the key of the client, and to replay.</summary>
    public string? ApiKey =>
        RecordPath is not null && Environment.GetEnvironmentVariable(ApiKeyVariable)?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>The error message for options that do not fit together; null if they do.</summary>
    public string? Error => RecordPath is not null && ReplayPath is not null && RecordPath != ReplayPath
        ? "--record and --replay must have the same folder, to which missing recordings are added."
        : null;

    /// <summary>Parses the URL of an API.</summary>
    public static bool TryParseUpstream(string text, out Uri? upstream) =>
        Uri.TryCreate(text, UriKind.Absolute, out upstream) && upstream is { Scheme: "http" or "https", Query: "", UserInfo: "" };
}
