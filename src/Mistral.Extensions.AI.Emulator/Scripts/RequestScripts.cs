using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>The scripted responses that one request can get. It gets at most one.</summary>
/// <param name="queue">The responses of all requests.</param>
/// <param name="request">The request.</param>
/// <param name="isRequired">Whether the content of a model must be scripted.</param>
internal sealed class RequestScripts(ScriptedResponseQueue queue, ScriptRequest request, bool isRequired)
{
    private ScriptEntry? _taken;

    /// <summary>Whether the content of the model would be generated although it must be scripted.</summary>
    public bool IsMissing => isRequired && _taken is null && !queue.HasResponse(request);

    /// <summary>
    /// Consumes the first response for the request, of any kind. Returns false if there is none. The method for its kind returns it later.
    /// </summary>
    public bool TakeAny() => Take(_ => true);

    /// <summary>Consumes a fault, which is for any request. Null if the first response for the request is not a fault.</summary>
    public ScriptedResponse? TakeFault() => Take(response => response.IsFault) ? Complete() : null;

    /// <summary>Consumes a response with the content of the model. Null if the first response for the request has none.</summary>
    /// <param name="completionRequest">The request to the model.</param>
    public ScriptedResponse? TakeContent(JsonElement completionRequest)
    {
        request.Body = completionRequest;
        return Take(response => response.HasContent) ? _taken!.Response : null;
    }

    /// <summary>Consumes a response whose body replaces that of the endpoint, and returns whether there is one.</summary>
    public bool TakeBody() => Take(response => response is { IsFault: false, HasContent: false, Body: not null });

    /// <summary>
    /// Returns the response that the endpoint has consumed, or consumes another one, now that the request is known to be valid. Null if
    /// there is none.
    /// </summary>
    public ScriptedResponse? Complete()
    {
        if (_taken is null && !Take(response => response is { IsFault: false, HasContent: false }))
            return null;
        queue.RemoveUsed(_taken!);
        return _taken!.Response;
    }

    /// <summary>Makes the consumed response available again, because the request was rejected.</summary>
    public void Return()
    {
        _taken?.Return(request.TestId);
        _taken = null;
    }

    private bool Take(Func<ScriptedResponse, bool> isWanted)
    {
        _taken ??= queue.TryUse(request, isWanted);
        return _taken is not null && isWanted(_taken.Response);
    }
}
