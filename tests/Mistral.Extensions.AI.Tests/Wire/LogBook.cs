using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>Writes down everything anybody logs, at any level, with the values and the scopes.</summary>
internal sealed class LogBook : ILoggerFactory, ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, EventId Id, string Text, string Values)> _entries = new();

    /// <summary>What the library has logged, one line an entry.</summary>
    internal IEnumerable<string> OfTheLibrary =>
        _entries.Where(entry => entry.Category == "Mistral.Extensions.AI").Select(entry => $"{entry.Level} {entry.Id.Id} {entry.Id.Name}: {entry.Text}");

    internal string Everything => string.Join('\n', _entries.Select(entry => $"{entry.Category} {entry.Level} {entry.Text} {entry.Values}"));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private static string Values(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";

    private sealed class Logger(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            book._entries.Enqueue((category, LogLevel.None, default, $"{state}", Values(state)));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            book._entries.Enqueue((category, logLevel, eventId, formatter(state, exception), $"{Values(state)} {exception}"));
    }
}
