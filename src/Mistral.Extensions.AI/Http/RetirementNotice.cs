using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Http;

/// <summary>Says once for each model that Mistral will retire it, as a header of its answers tells.</summary>
internal sealed partial class RetirementNotice(ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    internal void Read(HttpResponseMessage response, string? model)
    {
        if (response.Headers.TryGetValues("x-model-deprecation-timestamp", out var values) && _told.TryAdd(model ?? "", true))
            WillBeRetired(logger, model, values.First());
    }

    [LoggerMessage(1, LogLevel.Warning, "Model {Model} will be retired on {Date}. GET /v1/models names its replacement.")]
    private static partial void WillBeRetired(ILogger logger, string? model, string date);
}
