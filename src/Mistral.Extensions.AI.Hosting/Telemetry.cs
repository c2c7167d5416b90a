using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Mistral.Extensions.AI.Hosting;

/// <summary>Adds the sources of tracing and metrics to OpenTelemetry. If the application does not use it, this has no effect.</summary>
internal static class Telemetry
{
    private const string LibraryMeter = "Mistral.Extensions.AI";

    // The names of the sources and meters of the middleware UseOpenTelemetry: now, and once they are stable.
    private static readonly string[] MiddlewareSources = ["Experimental.Microsoft.Extensions.AI", "Microsoft.Extensions.AI"];

    internal static void Add(IServiceCollection services, MistralClientSettings settings)
    {
        if (!settings.DisableTracing)
            services.ConfigureOpenTelemetryTracerProvider(static tracing => tracing.AddSource(MiddlewareSources));
        if (!settings.DisableMetrics)
            services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(LibraryMeter).AddMeter(MiddlewareSources));
    }
}
