using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>Fine-tuning (<c>/v1/fine_tuning</c>). Deprecated by Mistral, but still available.</summary>
public sealed class FineTuningApi
{
    internal FineTuningApi(MistralConnection connection) => Jobs = new(connection);

    /// <summary>The fine-tuning jobs.</summary>
    public FineTuningJobsApi Jobs { get; }
}
