using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Creates an <see cref="AITool"/> from a <see cref="Tool"/>. Its type is that of Microsoft.Extensions.AI for such a tool, so that chat
/// clients of other providers understand it.
/// </summary>
internal static class MistralTools
{
    internal static AITool ToAITool(Tool tool) => tool switch
    {
        FunctionTool { Function.Name: { Length: > 0 } name } function => new FunctionDeclaration(function, name),
        WebSearchTool => new WebSearch(tool, null),
        // ToolMapping creates this tool from a web search with the property "premium".
        WebSearchPremiumTool => new WebSearch(tool, new Dictionary<string, object?> { [AdditionalPropertyKeys.Premium] = true }),
        CodeInterpreterTool => new CodeInterpreter(tool),
        ImageGenerationTool => new ImageGeneration(tool),
        DocumentLibraryTool library => new DocumentLibrary(library),
        CustomConnector connector when !string.IsNullOrWhiteSpace(connector.ConnectorId) => new McpConnector(connector),
        _ => new OtherTool(tool),
    };

    private static object? FindTool(Tool tool, Type serviceType, object? serviceKey) =>
        serviceKey is null && serviceType?.IsInstanceOfType(tool) is true ? tool : null;

    private sealed class FunctionDeclaration(FunctionTool tool, string name) : AIFunctionDeclaration, IMistralTool
    {
        private static readonly JsonElement NoParameters = JsonElement.Parse("{}");

        public Tool Tool => tool;

        public override string Name => name;

        public override string Description => tool.Function.Description ?? "";

        public override JsonElement JsonSchema =>
            tool.Function.Parameters is { ValueKind: not JsonValueKind.Undefined } parameters ? parameters : NoParameters;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = tool.Function.Strict is { } strict
            ? new Dictionary<string, object?> { [AdditionalPropertyKeys.Strict] = strict }
            : new();

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(tool, serviceType, serviceKey);
    }

    private sealed class WebSearch(Tool tool, IReadOnlyDictionary<string, object?>? properties)
        : HostedWebSearchTool(properties), IMistralTool
    {
        public Tool Tool => tool;

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(tool, serviceType, serviceKey);
    }

    private sealed class CodeInterpreter(Tool tool) : HostedCodeInterpreterTool, IMistralTool
    {
        public Tool Tool => tool;

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(tool, serviceType, serviceKey);
    }

    private sealed class ImageGeneration(Tool tool) : HostedImageGenerationTool, IMistralTool
    {
        public Tool Tool => tool;

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(tool, serviceType, serviceKey);
    }

    private sealed class DocumentLibrary : HostedFileSearchTool, IMistralTool
    {
        internal DocumentLibrary(DocumentLibraryTool tool)
        {
            Tool = tool;
            var ids = (tool.LibraryIds ?? []).Where(id => !string.IsNullOrWhiteSpace(id));
            Inputs = [.. ids.Select(id => new HostedVectorStoreContent(id))];
        }

        public Tool Tool { get; }

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(Tool, serviceType, serviceKey);
    }

    private sealed class McpConnector : HostedMcpServerTool, IMistralTool
    {
        // Without the credentials of the connector: other providers would receive them.
        internal McpConnector(CustomConnector tool)
            : base(tool.ConnectorId, tool.ConnectorId)
        {
            Tool = tool;
            AllowedTools = tool.ToolConfiguration?.Include?.ToList();
            if (tool.ToolConfiguration?.RequiresConfirmation is { Count: > 0 } names)
                ApprovalMode = HostedMcpServerToolApprovalMode.RequireSpecific([.. names], null);
        }

        public Tool Tool { get; }

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(Tool, serviceType, serviceKey);
    }

    private sealed class OtherTool(Tool tool) : AITool, IMistralTool
    {
        public Tool Tool => tool;

        public override string Name => tool is FunctionTool ? "function" : tool.Type ?? "tool";

        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            base.GetService(serviceType, serviceKey) ?? FindTool(tool, serviceType, serviceKey);
    }
}
