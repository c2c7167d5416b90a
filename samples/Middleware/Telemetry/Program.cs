// Traces of chat with a tool call, of embeddings and of a conversation: docs/telemetry.md.
//
//   dotnet run --project samples/Middleware/Telemetry
//   OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 dotnet run --project samples/Middleware/Telemetry
//
// Prints the spans, and sends them to a collector if OTEL_EXPORTER_OTLP_ENDPOINT is set.
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

var hasCollector = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };
var traces = Sdk.CreateTracerProviderBuilder()
    .ConfigureResource(resource => resource.AddService("weather"))
    .AddSource("Experimental.Microsoft.Extensions.AI") // chat, embeddings, tools
    .AddSource("System.Net.Http")                      // each HTTP request, also retries
    .AddProcessor(new SpanPrinter());
var metrics = Sdk.CreateMeterProviderBuilder()
    .ConfigureResource(resource => resource.AddService("weather"))
    .AddMeter("Experimental.Microsoft.Extensions.AI")  // token usage, duration
    .AddMeter("Mistral.Extensions.AI");                // rate limits
using var tracerProvider = (hasCollector ? traces.AddOtlpExporter() : traces).Build();
using var meterProvider = (hasCollector ? metrics.AddOtlpExporter() : metrics).Build();

using var mistral = await SampleClient.CreateAsync();

using var chat = mistral.AsIChatClient("mistral-small-latest").AsBuilder()
    .UseFunctionInvocation()
    .UseOpenTelemetry()
    .Build();
var getWeather = AIFunctionFactory.Create((string city) => $"22 °C in {city}", "get_weather", "Gets the current weather in a city.");
Console.WriteLine(await chat.GetResponseAsync("What is the weather in Paris?", new() { Tools = [getWeather], Temperature = 0.2f }));

using var embeddings = mistral.AsIEmbeddingGenerator("mistral-embed").AsBuilder().UseOpenTelemetry().Build();
await embeddings.GenerateVectorAsync("The weather in Paris");

using var conversation = mistral.AsConversationChatClient("mistral-medium-latest").AsBuilder().UseOpenTelemetry().Build();
var first = await conversation.GetResponseAsync("Hello");
await conversation.GetStreamingResponseAsync("Hello again", new() { ConversationId = first.ConversationId }).ToChatResponseAsync();
