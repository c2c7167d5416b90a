using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>The models a key may use (<c>/v1/models</c>).</summary>
public sealed class ModelsApi
{
    private readonly MistralConnection _connection;

    internal ModelsApi(MistralConnection connection) => _connection = connection;

    /// <summary>All models, with their capabilities, aliases and the date of their retirement where it is set.</summary>
    /// <param name="provider">Only those of this provider.</param>
    /// <param name="model">Only this model.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The list.</returns>
    /// <exception cref="MistralException">The server refused, or could not be reached.</exception>
    public Task<ModelList> ListAsync(string? provider = null, string? model = null, CancellationToken cancellationToken = default)
    {
        var query = string.Join("&", new[] { Parameter("provider", provider), Parameter("model", model) }.Where(parameter => parameter is not null));
        return _connection.SendAsync(HttpMethod.Get, query.Length > 0 ? $"models?{query}" : "models", ModelsJson.Default.ModelList, cancellationToken);
    }

    /// <summary>One model.</summary>
    /// <param name="modelId">Its id or one of its aliases.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it can do.</returns>
    /// <exception cref="MistralException">There is no such model (404), or the server could not be reached.</exception>
    public Task<ModelCard> GetAsync(string modelId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, Path(modelId), ModelsJson.Default.ModelCard, cancellationToken);

    /// <summary>Deletes a fine-tuned model.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="MistralException">There is no such model, it is not yours, or the server could not be reached.</exception>
    public Task<DeleteModelResponse> DeleteAsync(string modelId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, Path(modelId), ModelsJson.Default.DeleteModelResponse, cancellationToken);

    // Dots alone would be another route: they mean folders in an address, and cannot be escaped.
    private static string Path(string modelId) => string.IsNullOrWhiteSpace(modelId) || modelId is "." or ".."
        ? throw new ArgumentException("No model is named.", nameof(modelId))
        : $"models/{Uri.EscapeDataString(modelId)}";

    private static string? Parameter(string name, string? value) => value is null ? null : $"{name}={Uri.EscapeDataString(value)}";
}
