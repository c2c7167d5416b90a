using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Mistral.Extensions.AI.Tests.Hosting;

/// <summary>The activity sources and meters that a hosted client adds to OpenTelemetry.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Middleware = ["Experimental.Microsoft.Extensions.AI", "Microsoft.Extensions.AI"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Activity_sources_and_meters_are_added_unless_they_are_disabled(bool isDisabled)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddMistralClient("mistral", settings => (settings.DisableTracing, settings.DisableMetrics) = (isDisabled, isDisabled));

        using var spans = new Spans();
        using var metrics = new MetricNames();

        using (CreateSdk(builder.Services, spans, metrics))
        {
            foreach (var name in Middleware)
            {
                using var source = new ActivitySource(name);
                source.StartActivity($"span of {name}")?.Dispose();
            }

            foreach (var name in Middleware.Append("Mistral.Extensions.AI"))
            {
                using var meter = new Meter(name);
                meter.CreateCounter<int>($"test.{name}").Add(1);
            }
        }

        Assert.Equal(isDisabled ? [] : Middleware.Select(name => $"span of {name}"), spans.Names);
        Assert.Equal(
            isDisabled ? [] : Middleware.Append("Mistral.Extensions.AI").Select(name => $"test.{name}"),
            metrics.Names.Where(name => name.StartsWith("test.", StringComparison.Ordinal)));
    }

    // The application would call AddOpenTelemetry of the package OpenTelemetry.Extensions.Hosting, which uses the same services.
    private static OpenTelemetrySdk CreateSdk(IServiceCollection services, Spans spans, MetricNames metrics) =>
        OpenTelemetrySdk.Create(telemetry =>
        {
            foreach (var service in services.Where(IsTelemetry))
                telemetry.Services.Add(service);
            telemetry.WithTracing(tracing => tracing.AddProcessor(spans));
            telemetry.WithMetrics(builder => builder.AddReader(new BaseExportingMetricReader(metrics)));
        });

    private static bool IsTelemetry(ServiceDescriptor service) =>
        service.ServiceType.Namespace is "OpenTelemetry.Trace" or "OpenTelemetry.Metrics";

    private sealed class Spans : BaseProcessor<Activity>
    {
        internal List<string> Names { get; } = [];

        // Other tests may create spans of the same sources at the same time.
        public override void OnEnd(Activity data)
        {
            if (data.OperationName.StartsWith("span of ", StringComparison.Ordinal))
                Names.Add(data.OperationName);
        }
    }

    private sealed class MetricNames : BaseExporter<Metric>
    {
        internal List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
                Names.Add(metric.Name);
            return ExportResult.Success;
        }
    }
}
