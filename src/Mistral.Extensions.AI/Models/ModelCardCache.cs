namespace Mistral.Extensions.AI.Models;

/// <summary>
/// Loads and caches model cards, which describe a model: context length, vision, tools, reasoning, OCR, FIM, audio, default
/// temperature, retirement date and replacement, aliases. A chat client returns it from <c>GetService</c>.
/// </summary>
/// <remarks>
/// A card is loaded when it is first needed, with one request per <see cref="MistralClient"/> and model ID, which concurrent calls share,
/// and kept for one hour. Failures are not cached. <see cref="ModelsApi.GetAsync"/> always sends a request.
/// </remarks>
/// <example>
/// <code>
/// var model = await chat.GetService&lt;ModelCardCache&gt;()!.GetAsync();
/// if (model.Capabilities?.Vision is true) { /* send an image */ }
/// </code>
/// </example>
public sealed class ModelCardCache
{
    private readonly ModelCardStore _store;
    private readonly string? _defaultModelId;

    internal ModelCardCache(ModelsApi models, string? defaultModelId) => (_store, _defaultModelId) = (models.Cards, defaultModelId);

    /// <summary>Gets the card of a model, from the cache if it was loaded during the last hour.</summary>
    /// <param name="modelId">The ID of the model, or one of its aliases; null for the default model of the chat client.</param>
    /// <param name="cancellationToken">
    /// The token to monitor for cancellation requests. A request that other calls wait for is not cancelled.
    /// </param>
    /// <returns>The card of the model. A capability is null if the API did not return it.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="modelId"/> is empty, white space, <c>.</c> or <c>..</c>, or it is null and the chat client has no default model.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the model does not exist), or the connection failed.
    /// </exception>
    public Task<ModelCard> GetAsync(string? modelId = null, CancellationToken cancellationToken = default)
    {
        var id = modelId ?? _defaultModelId ?? throw new ArgumentException(
            "No model was specified. Pass a model ID, or pass one to AsIChatClient.", nameof(modelId));
        return _store.GetAsync(id, cancellationToken);
    }
}
