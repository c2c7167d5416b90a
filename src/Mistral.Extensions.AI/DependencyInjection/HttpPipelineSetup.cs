using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Http.RateLimits;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>Completes the HTTP pipelines of the registered clients after the caller's configuration.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Created by the service provider.")]
internal sealed class HttpPipelineSetup(
    IEnumerable<ClientRegistration> registrations, IOptionsMonitor<MistralClientOptions> clientOptions)
    : IPostConfigureOptions<HttpClientFactoryOptions>
{
    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        if (registrations.FirstOrDefault(registration => registration.HttpClientName == name) is { } client)
            options.HttpMessageHandlerBuilderActions.Add(builder => AddHandlers(builder, clientOptions.Get(client.OptionsName)));
    }

    private static void AddHandlers(HttpMessageHandlerBuilder builder, MistralClientOptions client)
    {
        var hasResilienceHandler = builder.AdditionalHandlers.Append(builder.PrimaryHandler).Any(ResilienceHandlers.Contains);
        builder.PrimaryHandler = new TransportErrorHandler(builder.PrimaryHandler);
        // Below the handlers that repeat requests.
        builder.AdditionalHandlers.Add(new RateLimitHandler());
        builder.AdditionalHandlers.Add(new ResponseCallbackHandler());
        if (client.MaxRetries == 0 || hasResilienceHandler)
            return;

        var logger = Log.CreateLogger(client.LoggerFactory);
        // The retry handler is the outermost one. The counter is the innermost one: it detects unknown handlers that repeat requests.
        builder.AdditionalHandlers.Insert(0, new RetryHandler(client.MaxRetries, client.TimeProvider, logger));
        builder.AdditionalHandlers.Add(new SendCounter());
    }
}
