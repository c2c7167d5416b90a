using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>The chat client of a model, which invokes kernel functions and emits logs and OpenTelemetry data.</summary>
internal sealed class ChatPipeline
{
    private readonly IChatClient _innerClient;
    private readonly ILoggerFactory? _loggerFactory;
    private readonly IServiceProvider? _services;

    internal ChatPipeline(MistralClient client, string modelId, ILoggerFactory? loggerFactory, IServiceProvider? services)
    {
        (_loggerFactory, _services) = (loggerFactory, services);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<MistralChatCompletionService>();
        var builder = client.AsIChatClient(modelId).AsBuilder()
            .Use(inner => new KernelContentChatClient(inner, logger))
            .UseOpenTelemetry(loggerFactory);
        _innerClient = (loggerFactory is null ? builder : builder.UseLogging(loggerFactory)).Build(services);
        Client = CreateInvokingClient(out var invocation);
        // As in Semantic Kernel's own connectors, the model receives the message of the exception, so that it can correct its call.
        invocation.IncludeDetailedErrors = true;
    }

    /// <summary>The client. It invokes the functions of one response one after the other.</summary>
    internal IChatClient Client { get; }

    /// <summary>
    /// Creates a client that invokes the functions of one response at the same time, with the other settings of <see cref="Client"/>.
    /// Semantic Kernel has this setting per request, Microsoft.Extensions.AI per client.
    /// </summary>
    internal IChatClient CreateConcurrentClient()
    {
        var settings = Client.GetService<FunctionInvokingChatClient>()!;
        var client = CreateInvokingClient(out var invocation);
        invocation.AllowConcurrentInvocation = true;
        invocation.AdditionalTools = settings.AdditionalTools;
        invocation.IncludeDetailedErrors = settings.IncludeDetailedErrors;
        invocation.MaximumConsecutiveErrorsPerRequest = settings.MaximumConsecutiveErrorsPerRequest;
        invocation.MaximumIterationsPerRequest = settings.MaximumIterationsPerRequest;
        invocation.TerminateOnUnknownCalls = settings.TerminateOnUnknownCalls;
        return client;
    }

    private IChatClient CreateInvokingClient(out FunctionInvokingChatClient invocation)
    {
        var client = _innerClient.AsBuilder().UseKernelFunctionInvocation(_loggerFactory).Build(_services);
        invocation = client.GetService<FunctionInvokingChatClient>()!;
        return client;
    }
}
