namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>The API key that the caller has set for one request. If it is rejected, the caller may set another one.</summary>
internal sealed class RequestKey(string key) : Credential
{
    internal override ValueTask<string> GetKeyAsync(string? rejectedKey, CancellationToken cancellationToken) => new(key);
}
