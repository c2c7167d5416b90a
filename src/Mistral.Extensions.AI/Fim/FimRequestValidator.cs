using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Fim;

/// <summary>
/// Finds errors in a <see cref="FimCompletionRequest"/> before it is sent. Each method returns the message of the first error, or null if
/// the request is valid.
/// </summary>
internal static class FimRequestValidator
{
    internal static string? Validate(FimCompletionRequest request) => string.IsNullOrWhiteSpace(request.Model)
        ? "No model was specified. Set Model to one that supports FIM, for example \"codestral-latest\"."
        : SamplingValidator.ValidateModel(request.Model) ?? ValidateWithoutModel(request);

    /// <summary>Validates a request whose model may be that of its batch job.</summary>
    internal static string? ValidateWithoutModel(FimCompletionRequest request) => request switch
    {
        { Prompt: null } => "Prompt is null. Set it to the code before the gap; it may be empty.",
        { MinTokens: < 0 } => $"MinTokens must be 0 or greater, but was {request.MinTokens}.",
        { MinTokens: { } min, MaxTokens: { } max } when min > max =>
            $"MinTokens must not be greater than MaxTokens ({max}), but was {min}.",
        _ => SamplingValidator.Validate(request.Temperature, request.TopP, request.MaxTokens, request.RandomSeed),
    };
}
