using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.SemanticKernel.Services;

/// <summary>Creates the client of a model that has its own API key.</summary>
internal static class ModelClient
{
    internal static MistralClient Create(string apiKey, Uri? endpoint, HttpClient? httpClient, ILoggerFactory? loggerFactory)
    {
        ThrowIfNoApiKey(apiKey);
        var options = new MistralClientOptions { ApiKey = apiKey, LoggerFactory = loggerFactory };
        if (endpoint is not null)
            options.Endpoint = endpoint;
        return httpClient is null ? new(options) : new(httpClient, options);
    }

    internal static void ThrowIfNoApiKey(string apiKey)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
        {
            throw new ArgumentException(
                "The API key is empty. Specify one, or pass a MistralClient, which reads it from the environment variable MISTRAL_API_KEY.",
                nameof(apiKey));
        }
    }

    internal static void ThrowIfNoModel(string modelId, string exampleModelId)
    {
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model was specified. Specify one, for example \"{exampleModelId}\".", nameof(modelId));
    }
}
