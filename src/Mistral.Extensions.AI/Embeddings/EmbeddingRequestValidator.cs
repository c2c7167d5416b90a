namespace Mistral.Extensions.AI.Embeddings;

/// <summary>Finds errors in an <see cref="EmbeddingRequest"/> before it is sent.</summary>
internal static class EmbeddingRequestValidator
{
    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(EmbeddingRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) => "No model was specified. Set Model, for example to \"mistral-embed\".",
        { Input: not { Count: > 0 } } => "Input is empty. Specify at least one text.",
        _ => EmbeddingModels.ValidateDimensions(request.Model, request.OutputDimension) ?? ValidateTexts(request.Input),
    };

    private static string? ValidateTexts(IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrEmpty(texts[i]))
                return $"Input {i} is null or empty. Remove it, or replace it with text.";
        }

        return null;
    }
}
