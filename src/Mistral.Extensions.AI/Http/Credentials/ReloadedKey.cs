namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>The API key of a registered client, which is replaced when the configuration is reloaded.</summary>
internal sealed class ReloadedKey(string key) : Credential
{
    private volatile string _key = key;

    /// <summary>Replaces the key. Returns false if it is the same one.</summary>
    internal bool Replace(string newKey) => Interlocked.Exchange(ref _key, newKey) != newKey;

    internal override ValueTask<string> GetKeyAsync(string? rejectedKey, CancellationToken cancellationToken) => new(_key);
}
