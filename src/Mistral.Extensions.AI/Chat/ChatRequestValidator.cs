using System.Text.Json;
using static System.FormattableString;

namespace Mistral.Extensions.AI.Chat;

/// <summary>What the server would refuse, said before anything is sent, and with where it is.</summary>
internal static class ChatRequestValidator
{
    internal static string? Validate(ChatCompletionRequest request) =>
        SamplingValidator.Validate(request.Model, request.Temperature, request.TopP, request.MaxTokens, request.RandomSeed)
        ?? ParameterProblem(request)
        ?? request.Tools?.OfType<FunctionTool>().Select(ToolProblem).FirstOrDefault(problem => problem is not null)
        ?? ConversationValidator.Validate(request.Messages!);

    private static string? ParameterProblem(ChatCompletionRequest request) => request switch
    {
        { Messages: not { Count: > 0 } } => "Conversation must have at least one message.",
        { PresencePenalty: < -2 or > 2 or float.NaN } => Invariant($"PresencePenalty is {request.PresencePenalty}; Mistral takes -2 to 2."),
        { FrequencyPenalty: < -2 or > 2 or float.NaN } => Invariant($"FrequencyPenalty is {request.FrequencyPenalty}; Mistral takes -2 to 2."),
        { N: < 1 } => $"N is {request.N}; it must be 1 or more.",
        { N: > 1, Prediction: not null } => "N and Prediction do not go together.",
        { Tools.Count: 0 } => "Tools is empty. Mistral refuses an empty list: leave it null.",
        { ResponseFormat: { Type: "json_schema", JsonSchema: null } } => "A ResponseFormat of type json_schema needs its JsonSchema.",
        { ResponseFormat.JsonSchema.Name: not { Length: > 0 } } => "A JsonSchema needs a Name.",
        { ResponseFormat.JsonSchema: { Schema.ValueKind: not JsonValueKind.Object } } => "A JsonSchema needs a Schema that is a JSON object.",
        { ToolChoice.FunctionName: { } name } when request.Tools?.OfType<FunctionTool>().Any(tool => tool.Function.Name == name) is not true =>
            $"ToolChoice names \"{name}\", which is not among the tools.",
        _ => null,
    };

    private static string? ToolProblem(FunctionTool tool)
    {
        if (!ToolName.IsValid(tool.Function.Name))
            return ToolName.InvalidMessage(tool.Function.Name);

        var parameters = tool.Function.Parameters;
        return parameters.ValueKind is JsonValueKind.Object
            && parameters.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String && type.ValueEquals("object"u8)
                ? null
                : $"Parameters schema of tool \"{tool.Function.Name}\" is not a JSON object schema.";
    }
}
