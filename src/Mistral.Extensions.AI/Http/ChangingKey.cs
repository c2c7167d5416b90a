using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Credentials;

namespace Mistral.Extensions.AI.Http;

/// <summary>The API key of one call, if it can change between two attempts, and what is needed to send the request again.</summary>
internal sealed class ChangingKey(RequestPreparation preparation, ApiHttpRequest request)
{
    // A handler may replace the content, for example with a compressed body.
    private readonly HttpContent? _content = request.Content;
    private readonly Uri _uri = request.RequestUri!;

    /// <summary>The source of the key.</summary>
    internal Credential? Credential { get; set; }

    /// <summary>The key that was sent last.</summary>
    internal string? Value { get; set; }

    /// <summary>The exception of a callback that was called for a retry. It is thrown to the caller as it is.</summary>
    internal Exception? Error { get; private set; }

    /// <summary>What prevents the key from being read again; null if nothing does.</summary>
    internal string? Problem => Credential?.Problem;

    /// <summary>Whether the request has no content, or one that can be sent a second time.</summary>
    internal bool CanSendAgain => _content is null or RequestContent { CanSendAgain: true };

    /// <summary>Creates the request as it was before its first attempt: handlers may have added headers to it.</summary>
    internal ApiHttpRequest CreateRequest() => new(request, _uri) { Body = request.Body, Content = _content };

    /// <summary>Sets the current key before a retry.</summary>
    internal async ValueTask UpdateAsync(HttpRequestMessage message, RequestContext context)
    {
        try
        {
            await preparation.SetKeyAsync(message, context, Credential, null).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Error = exception;
            throw;
        }
    }
}
