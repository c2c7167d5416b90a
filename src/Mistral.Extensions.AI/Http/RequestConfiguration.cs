using Mistral.Extensions.AI.Http.Credentials;
using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI.Http;

/// <summary>Applies the settings of <c>MistralClientOptions.ConfigureRequest</c> to a request.</summary>
internal sealed class RequestConfiguration(HttpClient http, ConnectionSettings settings)
{
    private const string Callback = "MistralClientOptions.ConfigureRequest";

    // The library sets these headers, or HttpClient does. Content-Type and other headers of the content belong to HttpContent.
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "api-key", "Authorization", "Connection", "Expect", "Host", "Transfer-Encoding", "User-Agent",
    };

    /// <summary>Calls the callback, sets the URI and the headers of the request, and returns the source of its API key.</summary>
    /// <exception cref="InvalidOperationException">The callback has set an invalid value.</exception>
    internal async ValueTask<Credential?> ApplyAsync(ApiHttpRequest request, CancellationToken cancellationToken)
    {
        var target = new MistralRequestSettings(RequestInfoMapping.ToRequestInfo(request, settings.Endpoint), settings.Endpoint);
        var configured = settings.ConfigureRequest!(target, cancellationToken);
        // A callback that ignores its cancellation token must not exceed the timeout of the call.
        if (!configured.IsCompletedSuccessfully)
            await configured.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);

        var baseAddress = GetBaseAddress(target.Endpoint);
        foreach (var header in target.Headers)
            AddHeader(request, header.Key, header.Value);
        request.RequestUri = settings.CreateUri(request, baseAddress);
        return GetCredential(target.ApiKey, baseAddress);
    }

    private Uri GetBaseAddress(Uri endpoint)
    {
        if (ReferenceEquals(endpoint, settings.Endpoint))
            return endpoint;

        return EndpointFormat.Validate(endpoint, $"The endpoint of {Callback}", settings.AllowInsecureHttp) is { } error
            ? throw new InvalidOperationException(error)
            : settings.Host.GetBaseAddress(endpoint);
    }

    private Credential? GetCredential(string? key, Uri baseAddress)
    {
        if (key is not null)
        {
            return ApiKeyFormat.Validate(key, $"The API key of {Callback}") is { } error
                ? throw new InvalidOperationException($"{error} Or leave it null.")
                : new RequestKey(key);
        }

        if (EndpointFormat.HaveSameHost(baseAddress, settings.Endpoint))
            return settings.Credential;

        if (http.DefaultRequestHeaders.Authorization is not null || settings.Host.RequiresKey(baseAddress))
        {
            throw new InvalidOperationException(
                $"{Callback} has set an endpoint of another host ({baseAddress.Host}), to which the API key of the client is not sent. "
                    + "Set MistralRequestSettings.ApiKey to a key for that host.");
        }

        return null;
    }

    private static void AddHeader(ApiHttpRequest request, string name, string value)
    {
        if (OwnHeaders.Contains(name))
        {
            throw new InvalidOperationException(
                $"{Callback} must not set the header {name}, which the library sets. Set the API key with MistralRequestSettings.ApiKey.");
        }

        // Line breaks would add other headers.
        if (value is null || value.Any(character => character is < ' ' or > '~') || !request.Headers.TryAddWithoutValidation(name, value))
        {
            throw new InvalidOperationException(
                $"The header \"{name}\" of {Callback} is not a valid header of a request. Headers of the content, such as Content-Type, "
                    + "cannot be set, and values have only ASCII characters without line breaks.");
        }
    }
}
