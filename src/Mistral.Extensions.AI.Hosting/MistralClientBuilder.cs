using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mistral.Extensions.AI.Hosting;

/// <summary>Adds chat clients and embedding generators that use a <see cref="MistralClient"/> of the host.</summary>
public sealed class MistralClientBuilder
{
    // It is not used: without a model, the options are invalid, and no client is created.
    private const string MissingModel = "(none)";

    internal MistralClientBuilder(
        IHostApplicationBuilder hostBuilder,
        string connectionName,
        string? serviceKey,
        string? model,
        IHttpClientBuilder httpClientBuilder) =>
        (HostBuilder, ConnectionName, ServiceKey, Model, HttpClientBuilder) =
            (hostBuilder, connectionName, serviceKey, model, httpClientBuilder);

    /// <summary>The builder of the host.</summary>
    public IHostApplicationBuilder HostBuilder { get; }

    /// <summary>The name of the connection string.</summary>
    public string ConnectionName { get; }

    /// <summary>The service key of the client, or null if it has none.</summary>
    public string? ServiceKey { get; }

    /// <summary>The model of the connection string or of the settings, or null if there is none.</summary>
    public string? Model { get; }

    /// <summary>The builder of the HTTP client, for example to add handlers.</summary>
    public IHttpClientBuilder HttpClientBuilder { get; }

    /// <summary>Adds a singleton <see cref="IChatClient"/> that uses the client.</summary>
    /// <param name="modelId">
    /// The model ID, or null for that of the connection string or of the settings. If there is none, the host does not start.
    /// </param>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// To add middleware, use <c>builder.Services.AddChatClient(provider => provider.GetMistralChatClient(modelId))</c> of the package
    /// <c>Microsoft.Extensions.AI</c> instead.
    /// </remarks>
    public MistralClientBuilder AddChatClient(string? modelId = null)
    {
        HostBuilder.Services.AddMistralChatClient(GetModel(modelId, nameof(AddChatClient)), ServiceKey);
        return this;
    }

    /// <summary>Adds a keyed singleton <see cref="IChatClient"/> that uses the client.</summary>
    /// <param name="serviceKey">The service key of the chat client.</param>
    /// <param name="modelId">
    /// The model ID, or null for that of the connection string or of the settings. If there is none, the host does not start.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="serviceKey"/> is null.</exception>
    public MistralClientBuilder AddKeyedChatClient(object serviceKey, string? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        var model = GetModel(modelId, nameof(AddKeyedChatClient));
        // In contrast to AddKeyedMistralChatClient, never with the client that has the service key of the chat client.
        HostBuilder.Services.AddKeyedSingleton(serviceKey, (provider, _) => provider.GetMistralChatClient(model, ServiceKey));
        return this;
    }

    /// <summary>
    /// Adds a singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> that uses the client, also as the non-generic
    /// <see cref="IEmbeddingGenerator"/>.
    /// </summary>
    /// <param name="modelId">
    /// The model ID, or null for that of the connection string or of the settings. If there is none, the host does not start.
    /// </param>
    /// <returns>This builder.</returns>
    public MistralClientBuilder AddEmbeddingGenerator(string? modelId = null)
    {
        HostBuilder.Services.AddMistralEmbeddingGenerator(GetModel(modelId, nameof(AddEmbeddingGenerator)), ServiceKey);
        return this;
    }

    /// <summary>
    /// Adds a keyed singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> that uses the client, also as the non-generic
    /// <see cref="IEmbeddingGenerator"/>.
    /// </summary>
    /// <param name="serviceKey">The service key of the generator.</param>
    /// <param name="modelId">
    /// The model ID, or null for that of the connection string or of the settings. If there is none, the host does not start.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="serviceKey"/> is null.</exception>
    public MistralClientBuilder AddKeyedEmbeddingGenerator(object serviceKey, string? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        var model = GetModel(modelId, nameof(AddKeyedEmbeddingGenerator));
        HostBuilder.Services.AddKeyedSingleton(serviceKey, (provider, _) => provider.GetMistralEmbeddingGenerator(model, ServiceKey));
        HostBuilder.Services.AddKeyedSingleton<IEmbeddingGenerator>(
            serviceKey, (provider, key) => provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key));
        return this;
    }

    private string GetModel(string? modelId, string method)
    {
        if ((modelId ?? Model) is { } model)
            return model;

        // An error of the options is reported when the host starts, together with their other errors, such as a misspelled key.
        HostBuilder.Services.AddOptions<MistralClientOptions>(ServiceKey).Validate(
            _ => false,
            $"No model was specified. Pass one to {method}, or set Model in ConnectionStrings:{ConnectionName} or in the configuration "
                + "section Mistral.");
        return MissingModel;
    }
}
