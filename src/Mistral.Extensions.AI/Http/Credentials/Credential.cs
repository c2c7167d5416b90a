namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>The source of the API key.</summary>
internal abstract class Credential
{
    /// <summary>Whether the key can change while the client is in use.</summary>
    internal virtual bool CanChange => true;

    /// <summary>Whether the key is an access token and not an API key. Some hosts expect them in different headers.</summary>
    internal virtual bool IsToken => false;

    /// <summary>What prevents the key from being read again, for the message of an error; null if nothing does.</summary>
    internal virtual string? Problem => null;

    /// <summary>Gets the key for the next attempt of a request.</summary>
    /// <param name="rejectedKey">The key that the server rejected in the last attempt; null if it rejected none.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal abstract ValueTask<string> GetKeyAsync(string? rejectedKey, CancellationToken cancellationToken);

    /// <summary>Returns the name of the type only, so that the key cannot appear in logs.</summary>
    public sealed override string ToString() => GetType().Name;
}
