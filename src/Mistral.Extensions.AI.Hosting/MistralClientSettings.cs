namespace Mistral.Extensions.AI.Hosting;

/// <summary>
/// The settings of a client in a host, in addition to <see cref="MistralClientOptions"/>. Both are read from the same section of the
/// configuration.
/// </summary>
public sealed class MistralClientSettings
{
    /// <summary>The ID of the model for chat clients and embedding generators that are added without one.</summary>
    /// <value>
    /// Default: the value of <c>Model</c> in the connection string; otherwise that of the configuration section; otherwise null.
    /// </value>
    public string? Model { get; set; }

    /// <summary>Whether the health check is not added.</summary>
    /// <value>Default: false.</value>
    public bool DisableHealthChecks { get; set; }

    /// <summary>
    /// Whether the activity sources of <c>Microsoft.Extensions.AI</c>, whose middleware creates the spans, are not added to OpenTelemetry.
    /// </summary>
    /// <value>Default: false.</value>
    public bool DisableTracing { get; set; }

    /// <summary>
    /// Whether the meters of <c>Mistral.Extensions.AI</c> and <c>Microsoft.Extensions.AI</c> are not added to OpenTelemetry.
    /// </summary>
    /// <value>Default: false.</value>
    public bool DisableMetrics { get; set; }
}
