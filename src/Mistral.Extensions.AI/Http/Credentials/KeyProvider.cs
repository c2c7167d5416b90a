namespace Mistral.Extensions.AI.Http.Credentials;

/// <summary>A callback that returns the API key or an access token. It is called before each attempt.</summary>
internal sealed class KeyProvider(Func<CancellationToken, ValueTask<string>> provider) : Credential
{
    internal override bool IsToken => true;

    internal override ValueTask<string> GetKeyAsync(string? rejectedKey, CancellationToken cancellationToken)
    {
        var key = provider(cancellationToken);
        return key.IsCompletedSuccessfully ? new(GetValid(key.Result)) : WaitAsync(key.AsTask(), cancellationToken);
    }

    // A callback that ignores its cancellation token must not exceed the timeout of the call.
    private static async ValueTask<string> WaitAsync(Task<string> key, CancellationToken cancellationToken) =>
        GetValid(await key.WaitAsync(cancellationToken).ConfigureAwait(false));

    private static string GetValid(string key) =>
        ApiKeyFormat.Validate(key, "The API key that MistralClientOptions.ApiKeyProvider returned") is { } error
            ? throw new InvalidOperationException(error)
            : key;
}
