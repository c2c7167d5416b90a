using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>The tokens with which browsers open realtime sessions. Each is for one model, and expires.</summary>
/// <param name="timeProvider">The time at which tokens expire.</param>
internal sealed class ClientTokens(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, (string Model, DateTimeOffset ExpiresAt)> _tokens = new();

    /// <summary>Adds a token.</summary>
    public void Add(string token, string model, DateTimeOffset expiresAt) => _tokens[token] = (model, expiresAt);

    /// <summary>Deletes all tokens.</summary>
    public void Clear() => _tokens.Clear();

    /// <summary>Returns the model of a token; null if there is no such token, or if it is expired.</summary>
    public string? FindModel(string token) =>
        _tokens.TryGetValue(token, out var value) && value.ExpiresAt > timeProvider.GetUtcNow() ? value.Model : null;
}
