using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>Tools that run at Mistral's: those chat completions take, and those it does not.</summary>
public sealed class HostedToolTests
{
    public static TheoryData<AITool, string> Sent => new()
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
            new HostedMcpServerTool("wiki", "connector-1") { AllowedTools = ["read"], ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire },
            """{"type":"connector","connector_id":"connector-1","tool_configuration":{"include":["read"],"requires_confirmation":["read"]}}"""
        },
        {
            new HostedMcpServerTool("wiki", "connector-1") { ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire },
            """{"type":"connector","connector_id":"connector-1"}"""
        },
        { new WebSearchTool().AsAITool(), """{"type":"web_search"}""" },
        { new CodeInterpreterTool().AsAITool(), """{"type":"code_interpreter"}""" },
        {
            // In Mistral's own words nothing is added, not even strictness.
            new FunctionTool(new() { Name = "look", Parameters = JsonElement.Parse("""{"type":"object"}""") }).AsAITool(),
            """{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Sent), DisableDiscoveryEnumeration = true)]
    public async Task A_hosted_tool_goes_out_in_Mistrals_words(AITool tool, string expected) =>
        JsonAssert.Equal($"[{expected}]", await Outgoing.Field("tools", new() { Tools = [tool], AdditionalProperties = new() { ["strict"] = true } }));

    [Fact]
    [Trait("Spec", "beyond")]
    public async Task A_tool_of_tomorrow_goes_out_as_it_is() => JsonAssert.Equal(
        """[{"type":"tomorrow","x":{"y":1.50}}]""",
        await Outgoing.Field("tools", new() { Tools = [new UnknownTool(JsonElement.Parse("""{"type":"tomorrow","x":{"y":1.50}}""")).AsAITool()] }));

    public static TheoryData<AITool, string> Refused => new()
    {
        { new HostedWebSearchTool(), "Conversations API" },
        { new HostedCodeInterpreterTool(), "Conversations API" },
        { new HostedFileSearchTool(), "HostedVectorStoreContent" },
        { new HostedFileSearchTool { Inputs = [new HostedFileContent("file-1")] }, "HostedVectorStoreContent" },
        { new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent("lib-1"), new HostedFileContent("file-1")] }, "HostedFileContent" },
        { new HostedMcpServerTool("wiki", new Uri("https://mcp.example.com/sse")), "mcp.example.com" },
        { new HostedMcpServerTool("wiki", "c") { ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire }, "AllowedTools" },
        { new Gadget(), "Gadget" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task A_tool_that_would_silently_not_run_is_an_error_that_says_what_to_do(AITool tool, string named)
    {
        var error = await Outgoing.Refusal<NotSupportedException>(new ChatOptions { Tools = [tool] });

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_does_not_tell_the_credentials_of_a_server()
    {
        var tool = new HostedMcpServerTool("wiki", new Uri("https://user:s3cret@mcp.example.com/?key=s3cret"))
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer s3cret" },
        };

        var error = await Outgoing.Refusal<NotSupportedException>(new ChatOptions { Tools = [tool] });

        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_in_Mistrals_words_keeps_its_name_and_can_be_got_back()
    {
        var function = new FunctionTool(new() { Name = "look" });

        Assert.Equal("look", function.AsAITool().Name);
        Assert.Equal("web_search", new WebSearchTool().AsAITool().Name);
        Assert.Same(function, function.AsAITool().GetService<FunctionTool>());
        Assert.Same(function, function.AsAITool().GetService<Tool>());
        Assert.Null(function.AsAITool().GetService<Tool>("key"));
        Assert.Throws<ArgumentNullException>(() => ((Tool)null!).AsAITool());
    }

    private sealed class Gadget : AITool;
}
