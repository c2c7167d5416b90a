namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>An API key that does not change.</summary>
internal sealed class FixedKey(string key) : Credential
{
    internal override bool CanChange => false;

    internal override ValueTask<string> GetKeyAsync(string? rejectedKey, CancellationToken cancellationToken) => new(key);
}
