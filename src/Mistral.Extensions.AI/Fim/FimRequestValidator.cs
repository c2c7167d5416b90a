using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Fim;

/// <summary>What the server would refuse, said before anything is sent.</summary>
internal static class FimRequestValidator
{
    internal static string? Validate(FimCompletionRequest request) => request switch
    {
        { Model: not { Length: > 0 } } => "No model is named. Set Model to one that fills in, e.g. \"codestral-latest\".",
        { Prompt: null } => "Prompt is null. It is what stands before the code that is wanted, and may be empty.",
        { MinTokens: < 0 } => $"MinTokens is {request.MinTokens}; it must be 0 or more.",
        { MinTokens: { } least, MaxTokens: { } most } when least > most => $"MinTokens is {least}, more than MaxTokens, which is {most}.",
        _ => SamplingValidator.Validate(request.Model, request.Temperature, request.TopP, request.MaxTokens, request.RandomSeed),
    };
}
