using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Captures all log entries of all categories and levels, with their values and scopes.</summary>
internal sealed class LogCapture : ILoggerFactory, ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    /// <summary>The log entries of the library, as "Level EventId EventName: message".</summary>
    internal IEnumerable<string> LibraryEntries => _entries.Where(entry => entry.Category == "Mistral.Extensions.AI")
        .Select(entry => $"{entry.Level} {entry.Id.Id} {entry.Id.Name}: {entry.Text}");

    /// <summary>All log entries and scopes, with their values and exceptions.</summary>
    internal string AllText => string.Join('\n', _entries.Select(entry => $"{entry.Category} {entry.Level} {entry.Text} {entry.Values}"));

    public ILogger CreateLogger(string categoryName) => new CapturingLogger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private static string FormatState(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";

    private sealed record LogEntry(string Category, LogLevel Level, EventId Id, string Text, string Values);

    private sealed class CapturingLogger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            capture._entries.Enqueue(new(category, LogLevel.None, default, $"{state}", FormatState(state)));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            capture._entries.Enqueue(new(category, logLevel, eventId, formatter(state, exception), $"{FormatState(state)} {exception}"));
    }
}
