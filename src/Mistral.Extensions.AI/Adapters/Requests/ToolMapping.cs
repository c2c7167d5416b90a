using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>M.E.AI's tools in Mistral's words.</summary>
internal static class ToolMapping
{
    /// <param name="strictByDefault">What the options say of strictness; a tool's own word outranks it.</param>
    internal static Tool ToTool(this AITool tool, bool? strictByDefault) => tool switch
    {
        MistralTool raw => raw.Tool,
        AIFunctionDeclaration function => function.ToFunctionTool(Strictness(function, StrictOf(function) ?? strictByDefault)),
        HostedImageGenerationTool => new ImageGenerationTool(),
        HostedFileSearchTool search => search.ToDocumentLibraryTool(),
        HostedMcpServerTool server => server.ToConnector(),
        HostedWebSearchTool => throw NotHere("Web search", "web_search"),
        HostedCodeInterpreterTool => throw NotHere("The code interpreter", "code_interpreter"),
        null => throw new ArgumentException("ChatOptions.Tools holds a null."),
        _ => throw new NotSupportedException(
            $"Mistral has no tool like {tool.GetType().Name}. Use an AIFunction, or pass one of Mistral's tools with AsAITool()."),
    };

    private static FunctionTool ToFunctionTool(this AIFunctionDeclaration function, bool? strict) => new(new()
    {
        Name = function.Name,
        Description = function.Description is { Length: > 0 } description ? description : null,
        Parameters = SchemaMapping.ToParameters(function, strict is true),
        Strict = strict,
    });

    // Asked of a schema that cannot be strict, the server refuses the whole request: the function is offered without.
    private static bool? Strictness(AIFunctionDeclaration function, bool? asked) =>
        asked is true && !SchemaMapping.CanBeStrict(function) ? null : asked;

    private static bool? StrictOf(AIFunctionDeclaration function) =>
        AdditionalPropertyReader.From(function.AdditionalProperties is { Count: > 0 } properties ? new(properties) : null).GetBoolean("strict");

    private static DocumentLibraryTool ToDocumentLibraryTool(this HostedFileSearchTool search)
    {
        if (search.Inputs is not { Count: > 0 } inputs)
            throw new NotSupportedException("HostedFileSearchTool names no library. Give it a HostedVectorStoreContent with the id of a Mistral library as one of its Inputs.");

        return new([.. inputs.Select(input => input is HostedVectorStoreContent library
            ? library.VectorStoreId
            : throw new NotSupportedException(
                $"Mistral searches in libraries, not in a {input?.GetType().Name ?? "null"}. Give HostedFileSearchTool a HostedVectorStoreContent with the id of a Mistral library."))]);
    }

    private static CustomConnector ToConnector(this HostedMcpServerTool server)
    {
        if (Uri.TryCreate(server.ServerAddress, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            throw new NotSupportedException(
                $"Mistral reaches an MCP server only as a connector, not at {url.Host}. Register it as a connector and give its id as the server address, "
                + "or call its tools from here with an MCP client, as AIFunctions.");
        }

        return new(server.ServerAddress)
        {
            Authorization = server.Headers?.FirstOrDefault(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value is { } value
                ? new("oauth2-token", value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value.Substring("Bearer ".Length) : value)
                : null,
            ToolConfiguration = ToToolConfiguration(server),
        };
    }

    private static ToolConfiguration? ToToolConfiguration(HostedMcpServerTool server)
    {
        var confirmed = server.ApprovalMode switch
        {
            HostedMcpServerToolRequireSpecificApprovalMode specific => specific.AlwaysRequireApprovalToolNames,
            HostedMcpServerToolAlwaysRequireApprovalMode => server.AllowedTools ?? throw new NotSupportedException(
                "Mistral asks for confirmation tool by tool: name the tools in HostedMcpServerTool.AllowedTools."),
            _ => null,
        };
        return server.AllowedTools is null && confirmed is null
            ? null
            : new() { Include = server.AllowedTools?.ToList(), RequiresConfirmation = confirmed?.ToList() };
    }

    private static NotSupportedException NotHere(string what, string type) =>
        new($"{what} runs only on Mistral's Conversations API, not in chat completions: the model would never use it. Remove the tool, or offer a function of your own. "
            + $"(A server that does take \"{type}\" here gets it through RawRepresentationFactory, as a ChatCompletionRequest with Tools.)");
}
