using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Hosted tools, which Mistral executes: those that chat completions support, and those that they do not.</summary>
public sealed class HostedToolTests
{
    public static TheoryData<AITool, string> SupportedTools => new()
    {
        { new HostedImageGenerationTool(), """{"type":"image_generation"}""" },
        {
            new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent("lib-1"), new HostedVectorStoreContent("lib-2")] },
            """{"type":"document_library","library_ids":["lib-1","lib-2"]}"""
        },
        { new HostedMcpServerTool("wiki", "connector-1"), """{"type":"connector","connector_id":"connector-1"}""" },
        {
            new HostedMcpServerTool("wiki", "connector-1")
            {
                AllowedTools = ["read", "write"],
                ApprovalMode = HostedMcpServerToolApprovalMode.RequireSpecific(["write"], ["read"]),
                Headers = new Dictionary<string, string> { ["authorization"] = "bearer t0ken" },
            },
            """
            {"type":"connector","connector_id":"connector-1","authorization":{"type":"oauth2-token","value":"t0ken"},
             "tool_configuration":{"include":["read","write"],"requires_confirmation":["write"]} }
            """
        },
        {
            new HostedMcpServerTool(
                "wiki", "connector-1") { AllowedTools = ["read"], ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire },
            """
            {"type":"connector","connector_id":"connector-1","tool_configuration":{"include":["read"],"requires_confirmation":["read"]} }
            """
        },
        {
            new HostedMcpServerTool("wiki", "connector-1") { ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire },
            """{"type":"connector","connector_id":"connector-1"}"""
        },
        { new WebSearchTool().AsAITool(), """{"type":"web_search"}""" },
        { new CodeInterpreterTool().AsAITool(), """{"type":"code_interpreter"}""" },
        {
            // A Mistral tool is sent unchanged, even if the options request strict.
            new FunctionTool(new() { Name = "look", Parameters = JsonElement.Parse("""{"type":"object"}""") }).AsAITool(),
            """{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}"""
        },
    };

    [Theory]
    [MemberData(nameof(SupportedTools), DisableDiscoveryEnumeration = true)]
    public async Task Hosted_tool_is_sent_in_the_format_of_the_API(AITool tool, string expected) =>
        JsonAssert.Equal(
            $"[{expected}]",
            await SentRequests.GetFieldAsync("tools", new() { Tools = [tool], AdditionalProperties = new() { ["strict"] = true } }));

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Unknown_tool_is_sent_unchanged()
    {
        var tool = new UnknownTool(JsonElement.Parse("""{"type":"tomorrow","x":{"y":1.50}}"""));

        var sent = await SentRequests.GetFieldAsync("tools", new() { Tools = [tool.AsAITool()] });

        JsonAssert.Equal("""[{"type":"tomorrow","x":{"y":1.50}}]""", sent);
    }

    public static TheoryData<AITool, string> UnsupportedTools => new()
    {
        { new HostedWebSearchTool(), "Conversations API" },
        { new HostedCodeInterpreterTool(), "Conversations API" },
        { new HostedFileSearchTool(), "HostedVectorStoreContent" },
        { new HostedFileSearchTool { Inputs = [new HostedFileContent("file-1")] }, "HostedVectorStoreContent" },
        {
            new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent("lib-1"), new HostedFileContent("file-1")] },
            "HostedFileContent"
        },
        { new HostedMcpServerTool("wiki", new Uri("https://mcp.example.com/sse")), "mcp.example.com" },
        { new HostedMcpServerTool("wiki", "c") { ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire }, "AllowedTools" },
        { new UnknownAITool(), "UnknownAITool" },
    };

    [Theory]
    [MemberData(nameof(UnsupportedTools), DisableDiscoveryEnumeration = true)]
    public async Task Unsupported_hosted_tool_throws_with_advice(AITool tool, string expectedText)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<NotSupportedException>(new ChatOptions { Tools = [tool] });

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_message_does_not_contain_MCP_server_credentials()
    {
        var tool = new HostedMcpServerTool("wiki", new Uri("https://user:s3cret@mcp.example.com/?key=s3cret"))
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer s3cret" },
        };

        var error = await SentRequests.ThrowsBeforeSendingAsync<NotSupportedException>(new ChatOptions { Tools = [tool] });

        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrapped_tool_keeps_the_name_and_is_returned_by_GetService()
    {
        var function = new FunctionTool(new() { Name = "look" });

        Assert.Equal("look", function.AsAITool().Name);
        Assert.Equal("web_search", new WebSearchTool().AsAITool().Name);
        Assert.Same(function, function.AsAITool().GetService<FunctionTool>());
        Assert.Same(function, function.AsAITool().GetService<Tool>());
        Assert.Null(function.AsAITool().GetService<Tool>("key"));
        Assert.Throws<ArgumentNullException>(() => ((Tool)null!).AsAITool());
    }

    private sealed class UnknownAITool : AITool;
}
