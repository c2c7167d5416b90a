using Mistral.Extensions.AI.Http.Hosts;

namespace Mistral.Extensions.AI;

public sealed partial class MistralClientOptions
{
    // The default of Mistral's Python SDK.
    private const string DefaultAzureVersion = "2024-05-01-preview";

    /// <summary>
    /// Creates options for <c>codestral.mistral.ai</c>, the host for code models (FIM and chat), which has its own API keys.
    /// </summary>
    /// <param name="apiKey">An API key for that host, or null to read the environment variable <c>CODESTRAL_API_KEY</c>.</param>
    /// <returns>New options, which can be changed further.</returns>
    public static MistralClientOptions Codestral(string? apiKey = null) =>
        new() { ApiKey = apiKey, Endpoint = new("https://codestral.mistral.ai/v1") };

    /// <summary>Uses models that are deployed in Azure AI Foundry, for chat completions and OCR, with an API key.</summary>
    /// <param name="endpoint">The endpoint of the resource, such as <c>https://{resource}.services.ai.azure.com</c>.</param>
    /// <param name="apiKey">The API key of the resource. It is sent in the header <c>api-key</c>.</param>
    /// <param name="apiVersion">The version of the API (<c>api-version</c>).</param>
    /// <returns>These options. The model of a request is the name of the deployment.</returns>
    /// <remarks>
    /// Other operations throw <see cref="NotSupportedException"/>. A serverless deployment with an endpoint of its own
    /// (<c>https://{name}.{region}.models.ai.azure.com</c>) has the paths of Mistral's API: set <see cref="Endpoint"/> and
    /// <see cref="ApiKey"/> instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="apiVersion"/> is empty or white space.</exception>
    public MistralClientOptions UseAzure(Uri endpoint, string apiKey, string apiVersion = DefaultAzureVersion)
    {
        UseAzure(endpoint, apiVersion);
        ApiKey = apiKey ?? throw new ArgumentNullException(nameof(apiKey));
        return this;
    }

    /// <summary>
    /// Uses models that are deployed in Azure AI Foundry, for chat completions and OCR, with tokens of Microsoft Entra ID.
    /// </summary>
    /// <param name="endpoint">The endpoint of the resource, such as <c>https://{resource}.services.ai.azure.com</c>.</param>
    /// <param name="tokenProvider">
    /// A callback that returns a token for the scope <c>https://cognitiveservices.azure.com/.default</c>, for example from a
    /// <c>TokenCredential</c>. It is called before each attempt of a request.
    /// </param>
    /// <param name="apiVersion">The version of the API (<c>api-version</c>).</param>
    /// <returns>These options. The model of a request is the name of the deployment.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="apiVersion"/> is empty or white space.</exception>
    public MistralClientOptions UseAzure(
        Uri endpoint, Func<CancellationToken, ValueTask<string>> tokenProvider, string apiVersion = DefaultAzureVersion)
    {
        UseAzure(endpoint, apiVersion);
        ApiKeyProvider = tokenProvider ?? throw new ArgumentNullException(nameof(tokenProvider));
        return this;
    }

    /// <summary>Uses Mistral's models in Vertex AI of Google Cloud, for chat completions, FIM completions and OCR.</summary>
    /// <param name="projectId">The ID of the project.</param>
    /// <param name="accessTokenProvider">
    /// A callback that returns an access token with the scope <c>https://www.googleapis.com/auth/cloud-platform</c>, for example of the
    /// application default credentials. It is called before each attempt of a request.
    /// </param>
    /// <param name="region">The region with the model, such as <c>us-central1</c>, or <c>global</c>.</param>
    /// <returns>These options. The model of a request is the name of Google Cloud, such as <c>mistral-small-2503</c>.</returns>
    /// <remarks>Other operations throw <see cref="NotSupportedException"/>.</remarks>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    /// <exception cref="ArgumentException">The ID of the project is empty, or the region is invalid.</exception>
    public MistralClientOptions UseGoogleCloud(
        string projectId, Func<CancellationToken, ValueTask<string>> accessTokenProvider, string region = "europe-west4")
    {
        Host = new GoogleCloudHost(projectId ?? throw new ArgumentNullException(nameof(projectId)), GetRegion(region));
        Endpoint = new(region is "global" ? "https://aiplatform.googleapis.com/v1" : $"https://{region}-aiplatform.googleapis.com/v1");
        ApiKeyProvider = accessTokenProvider ?? throw new ArgumentNullException(nameof(accessTokenProvider));
        return this;
    }

    private void UseAzure(Uri endpoint, string apiVersion)
    {
        if (endpoint is null)
            throw new ArgumentNullException(nameof(endpoint));
        if (string.IsNullOrWhiteSpace(apiVersion))
            throw new ArgumentException("The API version is empty. Leave it out for the default version.", nameof(apiVersion));

        (Host, Endpoint) = (new AzureHost(apiVersion), GetAzureResource(endpoint));
    }

    // The Azure portal shows the address of the model inference API, which ends with "/models".
    private static Uri GetAzureResource(Uri endpoint) =>
        endpoint.IsAbsoluteUri && endpoint.AbsoluteUri.TrimEnd('/') is var address && address.EndsWith("/models", StringComparison.Ordinal)
            ? new(address.Substring(0, address.Length - "/models".Length))
            : endpoint;

    // The region is part of the name of the host.
    private static string GetRegion(string region) => region switch
    {
        null => throw new ArgumentNullException(nameof(region)),
        { Length: > 0 } when region.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') => region,
        _ => throw new ArgumentException($"The region \"{region}\" is invalid. Pass one such as \"us-central1\".", nameof(region)),
    };
}
