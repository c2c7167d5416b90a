using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Agents;

/// <summary>Finds errors in an <see cref="AgentsCompletionRequest"/> before it is sent.</summary>
internal static class AgentsCompletionRequestValidator
{
    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(AgentsCompletionRequest request) => string.IsNullOrWhiteSpace(request.AgentId)
        ? "No agent was specified. Set AgentId to the ID of an agent, for example \"ag:d4d2a8c1:20250801:support:5e1f0a2b\"."
        : ChatRequestValidator.ValidateWithoutModel(ToChatCompletionRequest(request));

    // The rules of chat completions apply to all fields that both requests have. The agent has the model.
    private static ChatCompletionRequest ToChatCompletionRequest(AgentsCompletionRequest request) => new()
    {
        Messages = request.Messages,
        MaxTokens = request.MaxTokens,
        RandomSeed = request.RandomSeed,
        ResponseFormat = request.ResponseFormat,
        Tools = request.Tools,
        ToolChoice = request.ToolChoice,
        PresencePenalty = request.PresencePenalty,
        FrequencyPenalty = request.FrequencyPenalty,
        N = request.N,
        Prediction = request.Prediction,
    };
}
