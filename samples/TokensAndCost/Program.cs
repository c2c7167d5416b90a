// Records the tokens and the cost of all requests as OpenTelemetry metrics, and prints them for each operation and model.
//
//   dotnet run --project samples/TokensAndCost
//   OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 dotnet run --project samples/TokensAndCost
//
// If OTEL_EXPORTER_OTLP_ENDPOINT is set, the metrics are also sent to a collector, so that a dashboard can show the sum of all processes.
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Metrics;

// Examples, in dollars per million tokens, not the prices of Mistral. Replace them with those of https://mistral.ai/pricing.
var prices = new Dictionary<string, Price>
{
    ["mistral-small-latest"] = new(Input: 1.00, CachedInput: 0.10, Output: 4.00),
    ["mistral-medium-latest"] = new(Input: 2.00, CachedInput: 0.20, Output: 8.00),
    ["mistral-embed"] = new(Input: 0.50, CachedInput: 0.50, Output: 0),
};

using var metrics = new UsageMetrics(prices);
var builder = Sdk.CreateMeterProviderBuilder().AddMeter(UsageMetrics.MeterName).AddReader(new BaseExportingMetricReader(new UsageTable()));
if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
    builder.AddOtlpExporter();

// The provider exports the metrics when it is disposed, at the end of the program.
using var provider = builder.Build();
using var mistral = await SampleClient.CreateAsync();
IChatClient small = new MeteredChatClient(mistral.AsIChatClient("mistral-small-latest"), metrics);
IChatClient medium = new MeteredChatClient(mistral.AsIChatClient("mistral-medium-latest"), metrics);
var embeddings = new MeteredEmbeddingGenerator(mistral.AsIEmbeddingGenerator("mistral-embed"), metrics);

Console.WriteLine(await small.GetResponseAsync("Why is the sky blue?"));
Console.WriteLine(await medium.GetResponseAsync("Why is the sea salty?"));
await foreach (var update in small.GetStreamingResponseAsync("Why are leaves green?"))
    Console.Write(update.Text);
Console.WriteLine();
await embeddings.GenerateAsync(["The sky is blue.", "The sea is salty.", "Leaves are green."]);
