using System.Reflection;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Agents;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Connectors;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.FineTuning;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Credentials;
using Mistral.Extensions.AI.Http.Hosts;
using Mistral.Extensions.AI.Libraries;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI;

/// <summary>A client for the Mistral API. It is thread-safe: create one instance and reuse it.</summary>
/// <remarks>
/// The API groups and their methods are named as in Mistral's own SDKs. <c>AsIChatClient</c> exposes the chat completions as an
/// <see cref="IChatClient"/>.
/// </remarks>
public sealed class MistralClient : IDisposable
{
    private static readonly string UserAgent =
        $"Mistral.Extensions.AI/{GetVersion(typeof(MistralClient))} MEAI/{GetVersion(typeof(IChatClient))}";

    private readonly HttpClient? _ownedHttpClient;
    private readonly MistralConnection _connection;

    /// <summary>
    /// Initializes a new instance of the <see cref="MistralClient"/> class with the service-account token file of the environment variable
    /// <c>MISTRAL_SA_TOKEN_PATH</c>, or else the API key of the environment variable <c>MISTRAL_API_KEY</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// No environment variable is set, the file cannot be read, or the API key contains characters that are not allowed.
    /// </exception>
    public MistralClient()
        : this(ApiKeyResolver.CreateDefaultOptions())
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MistralClient"/> class with an API key.</summary>
    /// <param name="apiKey">An API key for <c>api.mistral.ai</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="apiKey"/> is null.</exception>
    /// <exception cref="ArgumentException">The API key is empty or contains characters that are not allowed.</exception>
    public MistralClient(string apiKey)
        : this(new MistralClientOptions { ApiKey = GetValidKey(apiKey ?? throw new ArgumentNullException(nameof(apiKey))) })
    {
    }

    /// <summary>
    /// Initializes a new instance of the <see cref="MistralClient"/> class with its own <see cref="HttpClient"/>, which retries transient
    /// failures.
    /// </summary>
    /// <param name="options">The API key, endpoint, retries and timeouts. They are copied; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option is invalid, or no API key was found.</exception>
    public MistralClient(MistralClientOptions options)
        : this(CreateSettings(options, null, hasHandlers: true), options, null)
    {
    }

    /// <summary>
    /// Initializes a new instance of the <see cref="MistralClient"/> class with the caller's <see cref="HttpClient"/>. The client adds no
    /// retries and never disposes the <see cref="HttpClient"/>.
    /// </summary>
    /// <param name="httpClient">
    /// The HTTP client to send requests with. Its base address is the endpoint if <paramref name="options"/> do not set one. Its
    /// <see cref="HttpClient.Timeout"/> and default headers apply too: if they include <c>Authorization</c>, no API key is required.
    /// </param>
    /// <param name="options">The API key and other options, or null for the defaults of <see cref="MistralClientOptions"/>.</param>
    /// <exception cref="ArgumentException">An option is invalid, or no API key was found.</exception>
    public MistralClient(HttpClient httpClient, MistralClientOptions? options = null)
        : this(
            CreateSettings(options ??= new(), httpClient ?? throw new ArgumentNullException(nameof(httpClient)), hasHandlers: false),
            options,
            httpClient)
    {
    }

    private MistralClient(ConnectionSettings settings, MistralClientOptions options, HttpClient? httpClient)
    {
        if (httpClient is null)
            httpClient = _ownedHttpClient = HttpPipeline.Create(options.MaxRetries, settings.TimeProvider, settings.Logger);

        var connection = new MistralConnection(httpClient, settings);
        ChatRules = options.ChatRules.Copy();
        Chat = new(connection, ChatRules);
        Embeddings = new(connection);
        Fim = new(connection);
        Ocr = new(connection);
        Classifiers = new(connection);
        Models = new(connection);
        Conversations = new(connection);
        Agents = new(connection);
        Libraries = new(connection);
        Connectors = new(connection);
        Audio = new(connection);
        Files = new(connection);
        Batch = new(connection, Files);
        FineTuning = new(connection);
        _connection = connection;
    }

    /// <summary>Creates a client with an HTTP client of the service provider, whose pipeline has the handlers of the library.</summary>
    internal static MistralClient CreateForPipeline(HttpClient httpClient, MistralClientOptions options) =>
        new(CreateSettings(options, httpClient, hasHandlers: true), options, httpClient);

    /// <summary>Chat completions.</summary>
    public ChatApi Chat { get; }

    /// <summary>Embeddings.</summary>
    public EmbeddingsApi Embeddings { get; }

    /// <summary>Fill-in-the-middle (FIM) completions.</summary>
    public FimApi Fim { get; }

    /// <summary>OCR: text recognition in documents and images, with Markdown output.</summary>
    public OcrApi Ocr { get; }

    /// <summary>Moderation and classification of texts and conversations.</summary>
    public ClassifiersApi Classifiers { get; }

    /// <summary>Batch jobs: many requests at a lower price.</summary>
    public BatchApi Batch { get; }

    /// <summary>The models available to the API key.</summary>
    public ModelsApi Models { get; }

    /// <summary>Conversations with a model or an agent, with hosted tools such as web search.</summary>
    public ConversationsApi Conversations { get; }

    /// <summary>Agents: models with a system prompt and tools, for conversations.</summary>
    public AgentsApi Agents { get; }

    /// <summary>Document libraries, in which conversations and agents search.</summary>
    public LibrariesApi Libraries { get; }

    /// <summary>Connectors: MCP servers whose tools Mistral calls.</summary>
    public ConnectorsApi Connectors { get; }

    /// <summary>Transcription of audio.</summary>
    public AudioApi Audio { get; }

    /// <summary>Files that are stored by Mistral, for OCR, chat, batch jobs and fine-tuning.</summary>
    public FilesApi Files { get; }

    /// <summary>Fine-tuning jobs. Deprecated by Mistral.</summary>
    public FineTuningApi FineTuning { get; }

    internal ChatRules ChatRules { get; }

    /// <summary>
    /// Releases the connections and aborts pending calls, which then throw <see cref="ObjectDisposedException"/>, as all later calls do. An
    /// <see cref="HttpClient"/> passed to the constructor is not disposed.
    /// </summary>
    public void Dispose()
    {
        _connection.Dispose();
        _ownedHttpClient?.Dispose();
    }

    private static ConnectionSettings CreateSettings(MistralClientOptions options, HttpClient? httpClient, bool hasHandlers)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        var errors = MistralClientOptionsValidator.Validate(options, httpClient);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join(" ", errors.Select(error => error.Message)), errors[0].Parameter);

        var endpoint = MistralClientOptionsValidator.GetEndpoint(options, httpClient);
        var logger = Log.CreateLogger(options.LoggerFactory);
        var hasAuthorization = MistralClientOptionsValidator.HasAuthorization(httpClient);
        return new(
            MistralHost.Instance.GetBaseAddress(endpoint), ApiKeyResolver.Resolve(options, endpoint, hasAuthorization, logger),
            options.Timeout, options.StreamIdleTimeout, options.MaxResponseSize, options.TimeProvider, UserAgent, logger,
            options.RateLimiter is { } limiter ? new(limiter, options.RateLimiterPermits, PerAttempt: hasHandlers) : null);
    }

    private static string GetValidKey(string apiKey) => ApiKeyFormat.Validate(apiKey, "The API key") is { } error
        ? throw new ArgumentException(error, nameof(apiKey))
        : apiKey;

    private static string GetVersion(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
