using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>The quotas of the models that were used. Thread-safe.</summary>
/// <param name="quota">The rate limits of each model.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ModelQuotas(RateLimitQuota quota, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, ModelQuota> _quotas = new();

    /// <summary>Returns the quota of a model. Its ID and its aliases share it.</summary>
    public ModelQuota Get(string modelId) => _quotas.GetOrAdd(modelId, _ => new ModelQuota(quota, timeProvider));
}
