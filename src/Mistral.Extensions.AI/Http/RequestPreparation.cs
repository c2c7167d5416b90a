using Mistral.Extensions.AI.Http.Credentials;
using Mistral.Extensions.AI.Http.Hosts;

namespace Mistral.Extensions.AI.Http;

/// <summary>Sets the URI, the headers and the API key of each request.</summary>
internal sealed class RequestPreparation(HttpClient http, ConnectionSettings settings)
{
    private readonly RequestConfiguration? _configuration = settings.ConfigureRequest is null ? null : new(http, settings);
    private string? _userAgent;
    private KeyHeader? _keyHeader;

    /// <summary>Completes a request before it is sent. With a fixed API key, the result is available at once.</summary>
    /// <param name="request">The request, with the URI that it has at <c>api.mistral.ai</c>.</param>
    /// <param name="context">The context of the call, which is attached to the request.</param>
    /// <param name="rejectedKey">The key that the server rejected in the last attempt; null if it rejected none.</param>
    internal ValueTask PrepareAsync(ApiHttpRequest request, RequestContext context, string? rejectedKey)
    {
        // A header of the request replaces that of the HttpClient, and SendAsync ignores the default version of the HttpClient.
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent ??= GetUserAgent());
#if NET8_0_OR_GREATER
        if (!request.IsHandshake)
            (request.Version, request.VersionPolicy) = (http.DefaultRequestVersion, http.DefaultVersionPolicy);
#endif
        context.AttachTo(request);
        if (_configuration is not null)
            return ConfigureAsync(_configuration, request, context, rejectedKey);

        context.ChangingKey = settings.Credential is { CanChange: true } ? new(this, request) : null;
        if (settings.Host != MistralHost.Instance)
            request.RequestUri = settings.CreateUri(request, settings.Endpoint);
        return SetKeyAsync(request, context, settings.Credential, rejectedKey);
    }

    /// <summary>Creates the same request with the current API key, or returns null if the server has rejected that key already.</summary>
    internal async ValueTask<ApiHttpRequest?> PrepareAgainAsync(ApiHttpRequest request, RequestContext context)
    {
        if (context is not { HasNewKey: false, ChangingKey: { Value: { } rejectedKey, CanSendAgain: true } key })
            return null;

        context.IsPrepared = false;
        var again = key.CreateRequest();
        await PrepareAsync(again, context, rejectedKey).ConfigureAwait(false);
        if (context.ChangingKey is null || context.ChangingKey.Value == rejectedKey)
            return null;

        // The original request is used to remove the key from errors.
        CopyKey(again, request);
        context.StartAgain();
        return again;
    }

    private async ValueTask ConfigureAsync(
        RequestConfiguration configuration, ApiHttpRequest request, RequestContext context, string? rejectedKey)
    {
        var key = new ChangingKey(this, request);
        var credential = await configuration.ApplyAsync(request, context.Deadline.Token).ConfigureAwait(false);
        context.ChangingKey = credential is { CanChange: true } ? key : null;
        await SetKeyAsync(request, context, credential, rejectedKey).ConfigureAwait(false);
    }

    /// <summary>Sets the API key of a credential, if there is one.</summary>
    // Set on the request and not on the HttpClient: the caller's HttpClient may send requests to other hosts too.
    internal ValueTask SetKeyAsync(HttpRequestMessage request, RequestContext context, Credential? credential, string? rejectedKey)
    {
        if (credential is null)
        {
            context.IsPrepared = true;
            return default;
        }

        if (context.ChangingKey is { } changing)
            changing.Credential = credential;
        var key = credential.GetKeyAsync(rejectedKey, context.Deadline.Token);
        if (!key.IsCompletedSuccessfully)
            return AwaitKeyAsync(key, request, context, credential.IsToken);

        SetKey(request, context, key.Result, credential.IsToken);
        return default;
    }

    private async ValueTask AwaitKeyAsync(ValueTask<string> key, HttpRequestMessage request, RequestContext context, bool isToken) =>
        SetKey(request, context, await key.ConfigureAwait(false), isToken);

    private void SetKey(HttpRequestMessage request, RequestContext context, string key, bool isToken)
    {
        // The key rarely changes, so that its header needs no new text for each request.
        var header = _keyHeader;
        if (header is null || header.Key != key || header.IsToken != isToken)
            _keyHeader = header = CreateHeader(key, isToken);

        if (context.ChangingKey is { } changing)
            changing.Value = key;
        context.HasKey = context.IsPrepared = true;
        request.Headers.Remove(header.Name);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
    }

    private KeyHeader CreateHeader(string key, bool isToken)
    {
        var (name, prefix) = settings.Host.GetKeyHeader(isToken);
        return new(key, isToken, name, prefix + key);
    }

    private void CopyKey(HttpRequestMessage source, HttpRequestMessage target)
    {
        foreach (var isToken in new[] { true, false })
        {
            var (name, _) = settings.Host.GetKeyHeader(isToken);
            target.Headers.Remove(name);
            if (source.Headers.TryGetValues(name, out var values))
                target.Headers.TryAddWithoutValidation(name, values);
        }
    }

    private string GetUserAgent() => http.DefaultRequestHeaders.TryGetValues("User-Agent", out var values)
        ? $"{string.Join(" ", values)} {settings.UserAgent}"
        : settings.UserAgent;

    /// <summary>The header of the last key.</summary>
    private sealed class KeyHeader(string key, bool isToken, string name, string value)
    {
        internal string Key { get; } = key;

        internal bool IsToken { get; } = isToken;

        internal string Name { get; } = name;

        internal string Value { get; } = value;
    }
}
