using System.Reflection;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI;

/// <summary>
/// The Mistral API. One client serves a whole program: it is thread-safe, and meant to be kept.
/// </summary>
/// <remarks>Groups and verbs are those of Mistral's own SDKs; <c>AsIChatClient</c> gives the same as an <see cref="IChatClient"/>.</remarks>
public sealed class MistralClient : IDisposable
{
    private static readonly string UserAgent =
        $"Mistral.Extensions.AI/{VersionOf(typeof(MistralClient))} MEAI/{VersionOf(typeof(IChatClient))}";

    private readonly HttpClient? _ownHttp;

    /// <summary>A client with the key of the environment variable <c>MISTRAL_API_KEY</c>.</summary>
    /// <exception cref="InvalidOperationException">The variable is not set.</exception>
    public MistralClient()
        : this(MistralClientOptions.EnvironmentKey() ?? throw new InvalidOperationException(
            $"The environment variable {MistralClientOptions.ApiKeyVariable} is not set. Set it, or pass the key: new MistralClient(apiKey)."))
    {
    }

    /// <summary>A client with a key.</summary>
    /// <param name="apiKey">A key of <c>api.mistral.ai</c>.</param>
    /// <exception cref="ArgumentException">The key is empty, or no key.</exception>
    public MistralClient(string apiKey)
        : this(new MistralClientOptions { ApiKey = apiKey ?? throw new ArgumentNullException(nameof(apiKey)) })
    {
    }

    /// <summary>A client with a connection of its own, which retries.</summary>
    /// <param name="options">The key, the endpoint, retries and time-outs. They are read now; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is wrong, or there is no key.</exception>
    public MistralClient(MistralClientOptions options)
        : this(HttpPipeline.Create(Valid(options).MaxRetries, options.TimeProvider, options.CreateLogger()), options, ownsHttp: true)
    {
    }

    /// <summary>A client over a pipeline of the caller's. It adds no retries, and never disposes the pipeline.</summary>
    /// <param name="httpClient">Its base address is the endpoint where the options do not name one. Its <see cref="HttpClient.Timeout"/> and default headers hold too: with an authorization among them, no key is needed.</param>
    /// <param name="options">The key and the rest; null for those of <see cref="MistralClientOptions"/>.</param>
    /// <exception cref="ArgumentException">An option is wrong, or there is no key.</exception>
    public MistralClient(HttpClient httpClient, MistralClientOptions? options = null)
        : this(
            httpClient ?? throw new ArgumentNullException(nameof(httpClient)),
            Valid((options ?? new MistralClientOptions()).For(httpClient)),
            ownsHttp: false)
    {
    }

    private MistralClient(HttpClient http, MistralClientOptions options, bool ownsHttp)
    {
        _ownHttp = ownsHttp ? http : null;
        ChatRules = options.ChatRules.Copy();
        var connection = new MistralConnection(http, new(
            Root(options.Endpoint), options.ResolveApiKey(), options.Timeout, options.StreamIdleTimeout, options.MaxResponseSize,
            options.TimeProvider, UserAgent, options.CreateLogger()));
        Chat = new(connection);
        Embeddings = new(connection);
        Fim = new(connection);
        Ocr = new(connection);
        Models = new(connection);
    }

    /// <summary>Chat completions.</summary>
    public ChatApi Chat { get; }

    /// <summary>Vectors for texts.</summary>
    public EmbeddingsApi Embeddings { get; }

    /// <summary>Code between what stands before and what stands after.</summary>
    public FimApi Fim { get; }

    /// <summary>Documents and images as Markdown.</summary>
    public OcrApi Ocr { get; }

    /// <summary>The models a key may use.</summary>
    public ModelsApi Models { get; }

    internal ChatRules ChatRules { get; }

    /// <summary>Closes the connections, unless the caller brought them.</summary>
    public void Dispose() => _ownHttp?.Dispose();

    private static MistralClientOptions Valid(MistralClientOptions? options) =>
        (options ?? throw new ArgumentNullException(nameof(options))).Validate() is { } problem
            ? throw new ArgumentException(problem, nameof(options))
            : options;

    // Relative paths are appended to the last slash.
    private static Uri Root(Uri endpoint)
    {
        var address = endpoint.AbsoluteUri.TrimEnd('/');
        return new(address.EndsWith("/v1", StringComparison.Ordinal) ? $"{address}/" : $"{address}/v1/");
    }

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
