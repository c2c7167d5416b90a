using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Conversations;

/// <summary>Invalid requests throw before anything is sent.</summary>
public sealed class ConversationValidationTests
{
    private static readonly ConversationRequest Request = new() { Model = "mistral-medium-latest", Inputs = "Hi" };

    public static TheoryData<string, ConversationRequest> InvalidRequests => new()
    {
        { "The request has a model and an agent. Set either Model or AgentId.", Request with { AgentId = "ag_1" } },
        {
            "The request has no model and no agent. Set Model, for example \"mistral-medium-latest\", or AgentId.",
            Request with { Model = null }
        },
        { "AgentId is empty. Set it to the ID of an agent, or to null.", Request with { Model = null, AgentId = " " } },
        { "AgentVersion requires an agent. Set AgentId, or set AgentVersion to null.", Request with { AgentVersion = "1" } },
        {
            GetAgentMessage("Instructions"),
            Request with { Model = null, AgentId = "ag_1", Instructions = "Be brief." }
        },
        { GetAgentMessage("Tools"), Request with { Model = null, AgentId = "ag_1", Tools = [new WebSearchTool()] } },
        { GetAgentMessage("CompletionArgs"), Request with { Model = null, AgentId = "ag_1", CompletionArgs = new() { Temperature = 0 } } },
        { "No model was specified. Set Model, for example \"mistral-small-latest\".", Request with { Model = " " } },
        { "The request has no inputs. Set Inputs to text or to at least one entry.", Request with { Inputs = null } },
        { "The request has no inputs. Set Inputs to text or to at least one entry.", Request with { Inputs = "" } },
        { "The request has no inputs. Set Inputs to text or to at least one entry.", Request with { Inputs = [] } },
        { "Inputs[1] is null. Remove it.", Request with { Inputs = [new MessageInputEntry("Hi"), null!] } },
        {
            "Inputs[0] has the role \"system\", which only Instructions can have. Set Instructions.",
            Request with { Inputs = [new MessageInputEntry("Hi") { Role = "system" }] }
        },
        {
            "Inputs[0] has no tool call ID. Set ToolCallId to that of the function call.",
            Request with { Inputs = [new FunctionResultEntry("", "9:41")] }
        },
        {
            "Temperature must be between 0 and 1 in conversations and agents, but was 1.2.",
            Request with { CompletionArgs = new() { Temperature = 1.2f } }
        },
        { "Temperature must be between 0 and 1.5, but was -1.", Request with { CompletionArgs = new() { Temperature = -1 } } },
        { "TopP must be greater than 0 and at most 1, but was 2.", Request with { CompletionArgs = new() { TopP = 2 } } },
        { "MaxTokens must be 0 or greater, but was -1.", Request with { CompletionArgs = new() { MaxTokens = -1 } } },
        { "The random seed must be 0 or greater, but was -1.", Request with { CompletionArgs = new() { RandomSeed = -1 } } },
        { "PresencePenalty must be between -2 and 2, but was 3.", Request with { CompletionArgs = new() { PresencePenalty = 3 } } },
        {
            "ResponseFormat has the type json_schema but no schema. Set ResponseFormat.JsonSchema.",
            Request with { CompletionArgs = new() { ResponseFormat = new() { Type = "json_schema" } } }
        },
        {
            "ToolChoice requires the function \"f\", which conversations and agents do not support. Use ToolChoice.Required.",
            Request with { CompletionArgs = new() { ToolChoice = ToolChoice.Function("f") } }
        },
        {
            "ToolChoice.Required cannot be combined with hosted tools. Use ToolChoice.Auto, or remove the hosted tools.",
            Request with { CompletionArgs = new() { ToolChoice = ToolChoice.Required }, Tools = [new WebSearchTool()] }
        },
        { "Tools contains null. Remove it.", Request with { Tools = [null!] } },
        {
            "WebSearchTool and WebSearchPremiumTool cannot be combined. Remove one of them.",
            Request with { Tools = [new WebSearchTool(), new WebSearchPremiumTool()] }
        },
        {
            "The configuration of the tool \"web_search\" has both Include and Exclude. Set one of them to null.",
            Request with { Tools = [new WebSearchTool { ToolConfiguration = new() { Include = ["a"], Exclude = ["b"] } }] }
        },
        {
            "DocumentLibraryTool has no libraries. Set LibraryIds to at least one ID.",
            Request with { Tools = [new DocumentLibraryTool([])] }
        },
        {
            "CustomConnector has no connector. Set ConnectorId to the ID or name of a connector.",
            Request with { Tools = [new CustomConnector("")] }
        },
        {
            "The tool name \"a b\" is invalid. Use 1 to 64 characters: a-z, A-Z, 0-9, '_' and '-'.",
            Request with { Tools = [new FunctionTool(new() { Name = "a b", Parameters = JsonElement.Parse("{}") })] }
        },
    };

    public static TheoryData<string, ConversationAppendRequest> InvalidAppendRequests => new()
    {
        { "The request has no inputs. Set Inputs to text or to at least one entry.", new() { Inputs = [] } },
        {
            "ToolConfirmations has a confirmation without a tool call ID. Set ToolCallId to that of the pending call.",
            new() { ToolConfirmations = [ToolCallConfirmation.Allow(" ")] }
        },
        {
            "ToolConfirmations has several confirmations of the call \"c\". Remove all but one.",
            new() { ToolConfirmations = [ToolCallConfirmation.Allow("c"), ToolCallConfirmation.Deny("c")] }
        },
        {
            "Temperature must be between 0 and 1 in conversations and agents, but was 1.5.",
            new() { Inputs = "Hi", CompletionArgs = new() { Temperature = 1.5f } }
        },
    };

    public static TheoryData<string, ConversationRestartRequest> InvalidRestartRequests => new()
    {
        {
            "No entry was specified. Set FromEntryId to the ID of an entry of the conversation, see ConversationsApi.GetHistoryAsync.",
            new() { Inputs = "Hi" }
        },
        { "The request has no inputs. Set Inputs to text or to at least one entry.", new() { FromEntryId = "e", Inputs = "" } },
        {
            "Temperature must be between 0 and 1 in conversations and agents, but was 1.5.",
            new() { FromEntryId = "e", CompletionArgs = new() { Temperature = 1.5f } }
        },
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public Task Invalid_start_request_throws(string message, ConversationRequest request) => AssertThrowsAsync(
        message,
        conversations => conversations.StartAsync(request, CancellationToken),
        conversations => conversations.StartStreamAsync(request, CancellationToken));

    [Theory]
    [MemberData(nameof(InvalidAppendRequests))]
    public Task Invalid_append_request_throws(string message, ConversationAppendRequest request) => AssertThrowsAsync(
        message,
        conversations => conversations.AppendAsync("conv_1", request, CancellationToken),
        conversations => conversations.AppendStreamAsync("conv_1", request, CancellationToken));

    [Theory]
    [MemberData(nameof(InvalidRestartRequests))]
    public Task Invalid_restart_request_throws(string message, ConversationRestartRequest request) => AssertThrowsAsync(
        message,
        conversations => conversations.RestartAsync("conv_1", request, CancellationToken),
        conversations => conversations.RestartStreamAsync("conv_1", request, CancellationToken));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    public async Task Invalid_conversation_ID_throws(string? id)
    {
        var server = StubServer.WithDefaultResponse();
        var conversations = server.CreateClient().Conversations;
        Func<Task>[] calls =
        [
            () => conversations.AppendAsync(id!, new() { Inputs = "Hi" }, CancellationToken),
            () => conversations.RestartAsync(id!, new() { FromEntryId = "e" }, CancellationToken),
            () => conversations.GetAsync(id!, CancellationToken),
            () => conversations.DeleteAsync(id!, CancellationToken),
            () => conversations.GetHistoryAsync(id!, CancellationToken),
            () => conversations.GetMessagesAsync(id!, CancellationToken),
        ];
        foreach (var call in calls)
        {
            var exception = await Assert.ThrowsAsync<ArgumentException>(call);
            Assert.StartsWith("No conversation was specified. Pass the ID of a conversation.", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(server.RequestMessages);
    }

    [Fact]
    public void Invalid_page_throws()
    {
        var conversations = StubServer.WithDefaultResponse().CreateClient().Conversations;

        Assert.Equal(
            "Page must be 0 or greater, but was -1.",
            Assert.Throws<ArgumentException>(() => conversations.ListAsync(new() { Page = -1 }, CancellationToken)).Message);
        Assert.Equal(
            "PageSize must be 1 or greater, but was 0.",
            Assert.Throws<ArgumentException>(() => conversations.ListAsync(new() { PageSize = 0 }, CancellationToken)).Message);
    }

    [Fact]
    public async Task Confirmations_need_no_inputs()
    {
        var server = StubServer.WithResponse(ConversationSamples.Response);

        await server.CreateClient().Conversations.AppendAsync(
            "conv_1", new() { ToolConfirmations = [ToolCallConfirmation.Allow("WJfo42Ow3")] }, CancellationToken);

        JsonAssert.Equal(
            """{"tool_confirmations":[{"tool_call_id":"WJfo42Ow3","confirmation":"allow"}]}""", server.SingleRequestBody());
    }

    private static string GetAgentMessage(string name) =>
        $"{name} cannot be combined with AgentId, because the agent has its own. Set {name} to null, or change the agent with "
        + "AgentsApi.UpdateAsync.";

    private static async Task AssertThrowsAsync(
        string message, Func<ConversationsApi, Task> call, Func<ConversationsApi, IAsyncEnumerable<ConversationEvent>> stream)
    {
        var server = StubServer.WithDefaultResponse();
        var conversations = server.CreateClient().Conversations;

        Assert.Equal(message, (await Assert.ThrowsAsync<ArgumentException>(() => call(conversations))).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => stream(conversations)).Message);
        Assert.Empty(server.RequestMessages);
    }
}
