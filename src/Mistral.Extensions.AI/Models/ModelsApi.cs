using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>
/// The models that are available to an API key (<c>/v1/models</c>), and changes to fine-tuned models (<c>/v1/fine_tuning/models</c>).
/// </summary>
public sealed class ModelsApi
{
    private static readonly JsonResponseReader<FineTunedModel> FineTunedModelReader = new(ModelsJson.Default.FineTunedModel);

    private readonly MistralConnection _connection;

    internal ModelsApi(MistralConnection connection)
    {
        _connection = connection;
        Cards = new(modelId => GetAsync(modelId), connection.TimeProvider);
    }

    internal ModelCardStore Cards { get; }

    /// <summary>Lists all models with their capabilities, aliases and retirement dates.</summary>
    /// <param name="provider">The provider whose models to return (<c>provider</c>); null for all.</param>
    /// <param name="model">The ID of the only model to return (<c>model</c>); null for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The list of models.</returns>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ModelList> ListAsync(string? provider = null, string? model = null, CancellationToken cancellationToken = default)
    {
        var path = RequestPath.AddQuery("models", [("provider", provider), ("model", model)]);
        return _connection.SendAsync(HttpMethod.Get, path, ModelsJson.Default.ModelList, cancellationToken);
    }

    /// <summary>Gets a model.</summary>
    /// <param name="modelId">The ID of the model, or one of its aliases.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The model and its capabilities.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="modelId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the model does not exist), or the connection failed.
    /// </exception>
    public Task<ModelCard> GetAsync(string modelId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, CreatePath(modelId), ModelsJson.Default.ModelCard, cancellationToken);

    /// <summary>Deletes a fine-tuned model.</summary>
    /// <param name="modelId">The ID of the model.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The ID of the deleted model and the deletion status. If the response to the first attempt was lost and a retry finds no model, the
    /// model was deleted.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="modelId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the model does not exist or belongs to another organization, or the
    /// connection failed.
    /// </exception>
    public Task<DeleteModelResponse> DeleteAsync(string modelId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(
            CreatePath(modelId), ModelsJson.Default.DeleteModelResponse, new() { Id = modelId, Deleted = true }, cancellationToken);

    /// <summary>Changes the name or the description of a fine-tuned model.</summary>
    /// <param name="modelId">The ID of the model.</param>
    /// <param name="request">The new name or description.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The model after the change.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="modelId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or <paramref name="request"/> changes nothing;
    /// nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the model does not exist or is not fine-tuned, or the connection failed.
    /// </exception>
    public Task<FineTunedModel> UpdateAsync(string modelId, UpdateModelRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, UpdateModelRequest.Validate);
        return _connection.SendAsync(
            MistralConnection.Patch, CreateFineTunedPath(modelId), request, FineTunedModelReader, cancellationToken);
    }

    /// <summary>Archives a fine-tuned model.</summary>
    /// <param name="modelId">The ID of the model.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The ID of the model and its state.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="modelId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the model does not exist or is not fine-tuned, or the connection failed.
    /// </exception>
    public Task<ArchiveModelResponse> ArchiveAsync(string modelId, CancellationToken cancellationToken = default) =>
        SendArchiveAsync(HttpMethod.Post, modelId, cancellationToken);

    /// <summary>Makes an archived fine-tuned model active again.</summary>
    /// <param name="modelId">The ID of the model.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The ID of the model and its state.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="modelId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the model does not exist or is not fine-tuned, or the connection failed.
    /// </exception>
    public Task<ArchiveModelResponse> UnarchiveAsync(string modelId, CancellationToken cancellationToken = default) =>
        SendArchiveAsync(HttpMethod.Delete, modelId, cancellationToken);

    private Task<ArchiveModelResponse> SendArchiveAsync(HttpMethod method, string modelId, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            method, $"{CreateFineTunedPath(modelId)}/archive", ModelsJson.Default.ArchiveModelResponse, cancellationToken);

    private static string CreateFineTunedPath(string modelId) => $"fine_tuning/{CreatePath(modelId)}";

    private static string CreatePath(string modelId) => $"models/{RequestPath.EscapeSegment(
        modelId, "No model was specified. Pass a model ID, for example \"mistral-small-latest\".", nameof(modelId))}";
}
