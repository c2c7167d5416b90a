using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Agents;

/// <summary>
/// Finds errors in the requests that create and change an agent before they are sent. Each method returns the message of the first error,
/// or null if the request is valid.
/// </summary>
internal static class AgentRequestValidator
{
    private const int MaxVersionMessageLength = 500;

    internal static string? Validate(CreateAgentRequest request) => string.IsNullOrWhiteSpace(request.Name)
        ? "The agent has no name. Set Name."
        : ValidateValues(request.Handoffs, request.VersionMessage)
            ?? SamplingValidator.ValidateModel(request.Model)
            ?? GenerationValidator.Validate(request.CompletionArgs, request.Tools);

    internal static string? Validate(UpdateAgentRequest request) => IsEmpty(request)
        ? "The request changes nothing. Set at least one property."
        : ValidateValues(request.Handoffs, request.VersionMessage)
            ?? GenerationValidator.Validate(request.CompletionArgs, request.Tools, request.Model);

    private static bool IsEmpty(UpdateAgentRequest request) =>
        request with { AdditionalProperties = null } == new UpdateAgentRequest() && request.AdditionalProperties is not { Count: > 0 };

    private static string? ValidateValues(IReadOnlyList<string>? handoffs, string? versionMessage) => (handoffs, versionMessage) switch
    {
        ({ Count: 0 }, _) => "Handoffs is empty, which the API rejects. Set it to null, or to the IDs of agents.",
        (_, { Length: > MaxVersionMessageLength }) =>
            $"VersionMessage must have at most {MaxVersionMessageLength} characters, but has {versionMessage!.Length}.",
        _ => null,
    };
}
