using System.Text.Json;
using static System.FormattableString;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Validates chat requests before they are sent. Each method returns an error message, or null if the request is valid.</summary>
internal static class ChatRequestValidator
{
    internal static string? Validate(ChatCompletionRequest request) =>
        SamplingValidator.ValidateModel(request.Model) ?? ValidateWithoutModel(request);

    /// <summary>Validates a request whose model may be that of its agent or batch job.</summary>
    internal static string? ValidateWithoutModel(ChatCompletionRequest request) =>
        SamplingValidator.Validate(request.Temperature, request.TopP, request.MaxTokens, request.RandomSeed)
        ?? ValidateConversation(request);

    /// <summary>Validates a request without the sampling limits of api.mistral.ai (<see cref="ChatRules.ValidateSampling"/>).</summary>
    internal static string? ValidateForAnyServer(ChatCompletionRequest request) =>
        SamplingValidator.ValidateModel(request.Model)
        ?? SamplingValidator.ValidateForAnyServer(request.Temperature, request.TopP, request.MaxTokens)
        ?? ValidateConversation(request);

    /// <summary>Validates the settings that other requests than those of chat completions have too.</summary>
    internal static string? ValidateSettings(ChatCompletionRequest request) =>
        SamplingValidator.Validate(request.Temperature, request.TopP, request.MaxTokens, request.RandomSeed)
        ?? ValidateParametersAndTools(request);

    private static string? ValidateConversation(ChatCompletionRequest request) => request.Messages is not { Count: > 0 }
        ? "The conversation must have at least one message."
        : ValidateParametersAndTools(request)
            // The order of plain messages is valid.
            ?? (request.Messages is PlainMessages ? null : ConversationValidator.Validate(request.Messages));

    private static string? ValidateParametersAndTools(ChatCompletionRequest request) =>
        ValidateParameters(request) ?? (request.Tools is { } tools ? ValidateTools(tools) : null);

    private static string? ValidateParameters(ChatCompletionRequest request) => request switch
    {
        { PresencePenalty: < -2 or > 2 or float.NaN } =>
            Invariant($"PresencePenalty must be between -2 and 2, but was {request.PresencePenalty}."),
        { FrequencyPenalty: < -2 or > 2 or float.NaN } =>
            Invariant($"FrequencyPenalty must be between -2 and 2, but was {request.FrequencyPenalty}."),
        { N: < 1 } => $"N must be 1 or greater, but was {request.N}.",
        { N: > 1, Prediction: not null } => $"N must be 1 if Prediction is set, but was {request.N}. Remove one of them.",
        { Tools.Count: 0 } => "Tools is empty, which the API rejects. Set it to null.",
        { ResponseFormat: { Type: "json_schema", JsonSchema: null } } =>
            "ResponseFormat has the type json_schema but no schema. Set ResponseFormat.JsonSchema.",
        { ResponseFormat.JsonSchema.Name: not { Length: > 0 } } => "ResponseFormat.JsonSchema has no name. Set JsonSchema.Name.",
        { ResponseFormat.JsonSchema: { Schema.ValueKind: not JsonValueKind.Object } } =>
            "ResponseFormat.JsonSchema has a schema that is not a JSON object. Set JsonSchema.Schema.",
        { ToolChoice.FunctionName: { } name } when !HasFunction(request.Tools, name) =>
            $"ToolChoice requires the function \"{name}\", which is not in Tools. Add the function, or choose another one.",
        _ => null,
    };

    private static bool HasFunction(IReadOnlyList<Tool>? tools, string name) =>
        tools?.OfType<FunctionTool>().Any(tool => tool.Function.Name == name) is true;

    internal static string? ValidateTools(IReadOnlyList<Tool> tools)
    {
        for (var i = 0; i < tools.Count; i++)
        {
            if (tools[i] is FunctionTool tool && ValidateTool(tool) is { } error)
                return error;
        }

        return null;
    }

    private static string? ValidateTool(FunctionTool tool)
    {
        if (!ToolName.IsValid(tool.Function.Name))
            return ToolName.GetErrorMessage(tool.Function.Name);

        return AllowsObject(tool.Function.Parameters)
            ? null
            : $"The parameters schema of tool \"{tool.Function.Name}\" must be a JSON schema with \"type\": \"object\" at its root, "
                + "or {}.";
    }

    // The server accepts the empty schema for a function without parameters.
    private static bool AllowsObject(JsonElement schema) => schema.ValueKind is JsonValueKind.Object
        && (schema.TryGetProperty("type"u8, out var type) ? IncludesObject(type) : !schema.EnumerateObject().Any());

    // The keyword "type" is a string, or an array of strings.
    private static bool IncludesObject(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => type.ValueEquals("object"u8),
        JsonValueKind.Array => type.EnumerateArray().Any(IncludesObject),
        _ => false,
    };
}
