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
    private readonly HttpClient _httpClient;
    private readonly bool _ownsHttpClient;
    private readonly MistralClientOptions _options;
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
        : this(ConnectionSettingsFactory.Create(options, null, hasHandlers: true), options, null)
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
            ConnectionSettingsFactory.Create(
                options ??= new(), httpClient ?? throw new ArgumentNullException(nameof(httpClient)), hasHandlers: false),
            options,
            httpClient)
    {
    }

    private MistralClient(ConnectionSettings settings, MistralClientOptions options, HttpClient? httpClient)
    {
        _ownsHttpClient = httpClient is null;
        _httpClient = httpClient ?? HttpPipeline.Create(options.MaxRetries, settings.TimeProvider, settings.Logger);
        _options = options.CopyWithoutKey();
        _connection = new(_httpClient, settings);
    }

    /// <summary>Initializes a client that shares the <see cref="HttpClient"/> of another one.</summary>
    private MistralClient(MistralClient client, ConnectionSettings settings, MistralClientOptions options)
    {
        (_httpClient, _options) = (client._httpClient, options.CopyWithoutKey());
        _connection = new(_httpClient, settings, client._connection);
    }

    /// <summary>Creates a client with an HTTP client of the service provider, whose pipeline has the handlers of the library.</summary>
    internal static MistralClient CreateForPipeline(HttpClient httpClient, MistralClientOptions options) =>
        new(ConnectionSettingsFactory.Create(options, httpClient, hasHandlers: true), options, httpClient);

    // Each group is created when it is first used: an application may create a client with WithOptions for each of its requests.

    /// <summary>Chat completions.</summary>
    public ChatApi Chat => field ??= new(_connection, ChatRules);

    /// <summary>Embeddings.</summary>
    public EmbeddingsApi Embeddings => field ??= new(_connection);

    /// <summary>Fill-in-the-middle (FIM) completions.</summary>
    public FimApi Fim => field ??= new(_connection);

    /// <summary>OCR: text recognition in documents and images, with Markdown output.</summary>
    public OcrApi Ocr => field ??= new(_connection);

    /// <summary>Moderation and classification of texts and conversations.</summary>
    public ClassifiersApi Classifiers => field ??= new(_connection);

    /// <summary>Batch jobs: many requests at a lower price.</summary>
    public BatchApi Batch => field ??= new(_connection, Files);

    /// <summary>The models available to the API key.</summary>
    public ModelsApi Models => field ??= new(_connection);

    /// <summary>Conversations with a model or an agent, with hosted tools such as web search.</summary>
    public ConversationsApi Conversations => field ??= new(_connection);

    /// <summary>Agents: models with a system prompt and tools, for conversations.</summary>
    public AgentsApi Agents => field ??= new(_connection);

    /// <summary>Document libraries, in which conversations and agents search.</summary>
    public LibrariesApi Libraries => field ??= new(_connection);

    /// <summary>Connectors: MCP servers whose tools Mistral calls.</summary>
    public ConnectorsApi Connectors => field ??= new(_connection);

    /// <summary>Transcription of audio, and text to speech.</summary>
    public AudioApi Audio => field ??= new(_connection);

    /// <summary>Files that are stored by Mistral, for OCR, chat, batch jobs and fine-tuning.</summary>
    public FilesApi Files => field ??= new(_connection);

    /// <summary>Fine-tuning jobs. Deprecated by Mistral.</summary>
    public FineTuningApi FineTuning => field ??= new(_connection);

    internal ChatRules ChatRules => _options.ChatRules;

    /// <summary>
    /// Creates a client with other options, for example the API key of a tenant. It shares the <see cref="HttpClient"/> and its connections
    /// with this client and allocates less than 2 KB, so that an application can create one for each call.
    /// </summary>
    /// <param name="configure">
    /// Changes a copy of the options of this client. <see cref="MistralClientOptions.ApiKey"/>,
    /// <see cref="MistralClientOptions.ApiKeyProvider"/> and <see cref="MistralClientOptions.ServiceAccountTokenPath"/> are null: if they
    /// remain null, the new client has the API key of this client, unless <see cref="MistralClientOptions.Endpoint"/> is changed to another
    /// host. <see cref="MistralClientOptions.MaxRetries"/> cannot be changed.
    /// </param>
    /// <returns>The client. Disposing it does not affect this client; after this client is disposed, neither can be used.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is invalid, or no API key was found for the host.</exception>
    public MistralClient WithOptions(Action<MistralClientOptions> configure)
    {
        if (configure is null)
            throw new ArgumentNullException(nameof(configure));

        var options = _options.CopyWithoutKey();
        options.Endpoint = _connection.Endpoint;
        configure(options);
        return new(this, ConnectionSettingsFactory.CreateShared(options, _options, _connection.Settings, _httpClient), options);
    }

    /// <summary>
    /// Releases the connections and aborts pending calls, which then throw <see cref="ObjectDisposedException"/>, as all later calls do. An
    /// <see cref="HttpClient"/> passed to the constructor is not disposed.
    /// </summary>
    public void Dispose()
    {
        _connection.Dispose();
        if (_ownsHttpClient)
            _httpClient.Dispose();
    }

    private static string GetValidKey(string apiKey) => ApiKeyFormat.Validate(apiKey, "The API key") is { } error
        ? throw new ArgumentException(error, nameof(apiKey))
        : apiKey;
}
