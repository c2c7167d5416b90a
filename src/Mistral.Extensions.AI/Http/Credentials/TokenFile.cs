using System.Security;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>
/// A file with a service-account token, which another process replaces from time to time. The content is compared, and not the time of the
/// file: Kubernetes replaces a symbolic link to the directory of the file, and a file can be written twice within the resolution of its
/// time. It is read at most once per second, and at once if the server rejects the token.
/// </summary>
internal sealed class TokenFile : Credential
{
    private const int MaxLength = 64 * 1024;

    private static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _name;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly object _lock = new();
    private volatile State _state;

    /// <summary>Initializes a new instance of the <see cref="TokenFile"/> class.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="name">The option or environment variable with the path.</param>
    /// <param name="timeProvider">The time source.</param>
    /// <param name="logger">The logger.</param>
    /// <exception cref="InvalidOperationException">The file cannot be read, or does not contain a token.</exception>
    internal TokenFile(string path, string name, TimeProvider timeProvider, ILogger logger)
    {
        (_path, _name, _timeProvider, _logger) = (path, name, timeProvider, logger);
        var start = timeProvider.GetTimestamp();
        _state = Read(path, name, out var token) is { } error ? throw new InvalidOperationException(error) : new(token!, start, null);
    }

    internal override bool IsToken => true;

    internal override string? Problem => _state.Problem;

    /// <summary>Gets the error of a token file, or null if it is valid.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="name">The option or environment variable with the path.</param>
    internal static string? Validate(string path, string name) => Read(path, name, out _);

    internal override ValueTask<string> GetKeyAsync(string? rejectedKey, CancellationToken cancellationToken)
    {
        var state = _state;
        return new(IsCurrent(state, rejectedKey) ? state.Token : ReadAgain(rejectedKey));
    }

    private bool IsCurrent(State state, string? rejectedKey) => rejectedKey is null
        ? _timeProvider.GetElapsedTime(state.ReadAt) < ReadInterval
        : state.Token != rejectedKey;

    private string ReadAgain(string? rejectedKey)
    {
        lock (_lock)
        {
            if (IsCurrent(_state, rejectedKey))
                return _state.Token;

            var start = _timeProvider.GetTimestamp();
            var problem = Read(_path, _name, out var token);
            if (problem is not null && _state.Problem is null)
                Log.TokenFileUnreadable(_logger, problem);

            // The file may be missing or empty while it is being replaced. Until then, the last token remains in use.
            _state = new(token ?? _state.Token, start, problem);
            return _state.Token;
        }
    }

    private static string? Read(string path, string name, out string? token)
    {
        token = null;
        try
        {
            var text = ReadStart(path).Trim();
            if (text.Length == 0)
                return $"The service-account token file \"{path}\" of {name} is empty. Write the token to it, or correct the path.";

            if (ApiKeyFormat.Validate(text, $"The service-account token file \"{path}\" of {name}") is { } error)
                return error;

            token = text;
            return null;
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException)
        {
            return $"The service-account token file \"{path}\" of {name} cannot be read: {exception.Message.TrimEnd('.')}. "
                + "Correct the path, or allow this process to read the file.";
        }
    }

    private static string ReadStart(string path)
    {
        // The process that writes the file must not be blocked.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var buffer = new char[MaxLength + 1];
        var length = reader.ReadBlock(buffer, 0, buffer.Length);
        return length <= MaxLength ? new(buffer, 0, length) : throw new IOException($"It has more than {MaxLength} characters.");
    }

    /// <summary>The last token, the time at which the file was read, and the error of that read.</summary>
    private sealed class State(string token, long readAt, string? problem)
    {
        internal string Token { get; } = token;

        internal long ReadAt { get; } = readAt;

        internal string? Problem { get; } = problem;
    }
}
