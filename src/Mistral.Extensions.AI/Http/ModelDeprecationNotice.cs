using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Http;

/// <summary>Says once for each model that Mistral will retire it, as a header of its answers tells.</summary>
internal sealed class ModelDeprecationNotice(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    internal void LogOnce(HttpResponseMessage response, string? model)
    {
        if (response.Headers.TryGetValues("x-model-deprecation-timestamp", out var values) && _told.TryAdd(model ?? "", true))
            Log.ModelDeprecated(logger, model, values.First());
    }
}
