using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Finds the model that a request names.</summary>
internal static class ModelLookup
{
    /// <summary>Returns the model with an ID or alias.</summary>
    /// <param name="catalog">The models of the emulator.</param>
    /// <param name="name">The ID or an alias of the model.</param>
    /// <param name="isSupported">Whether the endpoint supports a model.</param>
    /// <param name="statusCode">The status code of the error response.</param>
    /// <exception cref="ApiError">The model does not exist, or the endpoint does not support it.</exception>
    public static ModelCard GetRequired(
        this ModelCatalog catalog, string name, Func<ModelCard, bool> isSupported, int statusCode = 400) =>
        catalog.Find(name) is { } model && isSupported(model)
            ? model
            : throw ApiError.BadRequest($"Invalid model: {name}", "invalid_model", "1500", statusCode);

    /// <summary>Returns the model that generates the response, and counts the request toward its quota.</summary>
    /// <exception cref="ApiError">The model does not exist, the endpoint does not support it, or its quota is used up.</exception>
    /// <inheritdoc cref="GetRequired"/>
    public static ModelCard Use(this ModelCatalog catalog, ApiRequest request, string name, Func<ModelCard, bool> isSupported)
    {
        var model = catalog.GetRequired(name, isSupported);
        request.CountToward(model.Id);
        return model;
    }

    /// <summary>Returns the headers of every response of a model: the deprecation date, if it has one.</summary>
    public static IReadOnlyDictionary<string, string> GetResponseHeaders(this ModelCard model) =>
        model.Deprecation is { } date ? new Dictionary<string, string> { ["x-model-deprecation-timestamp"] = date } : [];
}
