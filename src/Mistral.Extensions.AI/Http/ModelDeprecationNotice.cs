using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>Logs a warning once per model that has a retirement date, which the API returns in a header of its responses.</summary>
internal sealed class ModelDeprecationNotice(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _loggedModels = new(StringComparer.Ordinal);

    internal void LogOnce(HttpRequestMessage request, HttpResponseMessage response, string? model)
    {
        if (response.Headers.TryGetValues("x-model-deprecation-timestamp", out var values) && _loggedModels.TryAdd(model ?? "", true))
            Log.ModelDeprecated(logger, model, Redaction.For(request).ApplyToHeader(values.First()));
    }
}
