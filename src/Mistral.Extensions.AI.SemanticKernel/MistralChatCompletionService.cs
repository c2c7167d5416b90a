using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;
using Mistral.Extensions.AI.SemanticKernel.Chat;
using Mistral.Extensions.AI.SemanticKernel.Services;
using Mistral.Extensions.AI.SemanticKernel.Settings;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// A Mistral chat model as <see cref="IChatCompletionService"/> and as <see cref="ITextGenerationService"/>. To add one to a kernel, call
/// <c>AddMistralChatClient</c> of the kernel builder.
/// </summary>
/// <remarks>
/// The kernel functions that the model calls are invoked according to <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>. The
/// calls and their results are added to the chat history; the returned message is not. Settings of any connector are accepted. A
/// <see cref="PromptExecutionSettings.ModelId"/> replaces the model only in <see cref="MistralPromptExecutionSettings"/>: in prompt
/// templates and in settings of other connectors it only selects a service, as in Semantic Kernel's own connectors.
/// </remarks>
public sealed class MistralChatCompletionService : IChatCompletionService, ITextGenerationService, IDisposable
{
    private readonly ChatPipeline _pipeline;
    private readonly RequestSettings _settings;
    private readonly MistralClient _client;
    private readonly bool _ownsClient;

    /// <summary>Initializes a new instance of the <see cref="MistralChatCompletionService"/> class with an API key.</summary>
    /// <param name="modelId">The model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="endpoint">
    /// The base address of the API, with or without <c>/v1</c>. If null, it is the base address of <paramref name="httpClient"/>, or
    /// <c>https://api.mistral.ai/v1</c> if that is not set either.
    /// </param>
    /// <param name="httpClient">
    /// The HTTP client to use, or null for one that retries transient failures. A custom HTTP client retries only if it has a handler that
    /// does, and it is not disposed.
    /// </param>
    /// <param name="loggerFactory">The logger factory, or null for no logs.</param>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> or <paramref name="apiKey"/> is null or white space.</exception>
    public MistralChatCompletionService(
        string modelId, string apiKey, Uri? endpoint = null, HttpClient? httpClient = null, ILoggerFactory? loggerFactory = null)
        : this(modelId, ModelClient.Create(apiKey, endpoint, httpClient, loggerFactory), loggerFactory) => _ownsClient = true;

    /// <summary>Initializes a new instance of the <see cref="MistralChatCompletionService"/> class with a client.</summary>
    /// <param name="modelId">The model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="client">The client that sends the requests. The service does not dispose it.</param>
    /// <param name="loggerFactory">The logger factory, or null for no logs.</param>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public MistralChatCompletionService(string modelId, MistralClient client, ILoggerFactory? loggerFactory = null)
        : this(modelId, client, loggerFactory, services: null)
    {
    }

    internal MistralChatCompletionService(
        string modelId, MistralClient client, ILoggerFactory? loggerFactory, IServiceProvider? services)
    {
        ModelClient.ThrowIfNoModel(modelId, "mistral-small-latest");
        _client = client ?? throw new ArgumentNullException(nameof(client));
        _pipeline = new(client, modelId, loggerFactory, services);
        _settings = new(modelId, loggerFactory);
        Attributes = new Dictionary<string, object?>
        {
            [AIServiceExtensions.ModelIdKey] = modelId,
            [AIServiceExtensions.EndpointKey] = ChatClient.GetService<ChatClientMetadata>()?.ProviderUri?.ToString(),
        };
    }

    /// <summary>The model and the endpoint of the service.</summary>
    public IReadOnlyDictionary<string, object?> Attributes { get; }

    /// <summary>The chat client that the service uses.</summary>
    internal IChatClient ChatClient => _pipeline.Client;

    /// <inheritdoc/>
    /// <exception cref="HttpOperationException">
    /// The API returned an error response, or the connection failed. The inner exception is the <see cref="MistralException"/>.
    /// </exception>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var (client, messages, options) = CreateRequest(chatHistory, executionSettings, kernel);
        var response = await HttpOperationExceptions
            .ConvertAsync(() => client.GetResponseAsync(messages, options, cancellationToken)).ConfigureAwait(false);
        var results = response.ToChatMessageContents();
        if (results.Count == 0)
            return results;

        // The calls and their results. A tool message is the last one if a filter terminated the function calling; Semantic Kernel's own
        // connectors add it to the history and return it too.
        var last = results[results.Count - 1];
        chatHistory.AddRange(last.Role == AuthorRole.Tool ? results : results.Take(results.Count - 1));
        return [last];
    }

    /// <inheritdoc/>
    /// <exception cref="HttpOperationException">
    /// The API returned an error response, or the connection failed. The inner exception is the <see cref="MistralException"/>.
    /// </exception>
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (client, messages, options) = CreateRequest(chatHistory, executionSettings, kernel);
        var mapping = new StreamingMapping();
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in HttpOperationExceptions
            .ConvertAsync(client.GetStreamingResponseAsync(messages, options, cancellationToken), cancellationToken)
            .ConfigureAwait(false))
        {
            updates.Add(update);
            // Calls without results are left to the caller, who invokes them and adds both to the history.
            if (update.Role == ChatRole.Tool)
            {
                chatHistory.AddRange(updates.ToChatResponse().ToChatMessageContents());
                updates.Clear();
            }

            yield return mapping.ToChunk(update);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The prompt is sent as a user message.</remarks>
    /// <exception cref="HttpOperationException">
    /// The API returned an error response, or the connection failed. The inner exception is the <see cref="MistralException"/>.
    /// </exception>
    public async Task<IReadOnlyList<TextContent>> GetTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        var history = new ChatHistory(prompt, AuthorRole.User);
        var messages = await GetChatMessageContentsAsync(history, executionSettings, kernel, cancellationToken).ConfigureAwait(false);
        return [.. messages.Select(message =>
            new TextContent(message.Content, message.ModelId, message.InnerContent, Encoding.UTF8, message.Metadata))];
    }

    /// <inheritdoc/>
    /// <remarks>The prompt is sent as a user message.</remarks>
    /// <exception cref="HttpOperationException">
    /// The API returned an error response, or the connection failed. The inner exception is the <see cref="MistralException"/>.
    /// </exception>
    public async IAsyncEnumerable<StreamingTextContent> GetStreamingTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var history = new ChatHistory(prompt, AuthorRole.User);
        await foreach (var chunk in GetStreamingChatMessageContentsAsync(history, executionSettings, kernel, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return new(chunk.Content, chunk.ChoiceIndex, chunk.ModelId, chunk, Encoding.UTF8, chunk.Metadata);
        }
    }

    /// <summary>Disposes the client that the service created from an API key.</summary>
    public void Dispose()
    {
        if (_ownsClient)
            _client.Dispose();
    }

    private (IChatClient Client, List<ChatMessage> Messages, ChatOptions? Options) CreateRequest(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings, Kernel? kernel)
    {
        var settings = _settings.Convert(executionSettings, chatHistory ?? throw new ArgumentNullException(nameof(chatHistory)));
        var client = settings?.FunctionChoiceBehavior.GetOptions()?.AllowConcurrentInvocation is true
            ? _pipeline.CreateConcurrentClient()
            : ChatClient;
        return (client, chatHistory.ToChatMessages(), settings?.ToChatOptions(kernel));
    }
}
