using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Fim;

/// <summary>Finds errors in a <see cref="FimCompletionRequest"/> before it is sent.</summary>
internal static class FimRequestValidator
{
    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(FimCompletionRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) =>
            "No model was specified. Set Model to one that supports FIM, for example \"codestral-latest\".",
        { Prompt: null } => "Prompt is null. Set it to the code before the gap; it may be empty.",
        { MinTokens: < 0 } => $"MinTokens must be 0 or greater, but was {request.MinTokens}.",
        { MinTokens: { } min, MaxTokens: { } max } when min > max =>
            $"MinTokens must not be greater than MaxTokens ({max}), but was {min}.",
        _ => SamplingValidator.Validate(request.Model, request.Temperature, request.TopP, request.MaxTokens, request.RandomSeed),
    };
}
