using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Http;

/// <summary>Says once for each model that Mistral will retire it, as a header of its answers tells.</summary>
internal sealed class RetirementNotice(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    internal void Read(HttpResponseMessage response, string? model)
    {
        if (response.Headers.TryGetValues("x-model-deprecation-timestamp", out var values) && _told.TryAdd(model ?? "", true))
            Log.WillBeRetired(logger, model, values.First());
    }
}
