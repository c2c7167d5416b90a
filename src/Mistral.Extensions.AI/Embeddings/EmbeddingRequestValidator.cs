using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>
/// Finds errors in an <see cref="EmbeddingRequest"/> before it is sent. Each method returns the message of the first error, or null if the
/// request is valid.
/// </summary>
internal static class EmbeddingRequestValidator
{
    internal static string? Validate(EmbeddingRequest request) => string.IsNullOrWhiteSpace(request.Model)
        ? "No model was specified. Set Model, for example to \"mistral-embed\"."
        : ValidateWithoutModel(request);

    /// <summary>Validates a request whose model may be that of its batch job.</summary>
    internal static string? ValidateWithoutModel(EmbeddingRequest request) =>
        RequestValidation.ValidateTexts(request.Input) ?? EmbeddingModels.ValidateDimensions(request.Model, request.OutputDimension);
}
