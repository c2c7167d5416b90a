using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Agents;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Conversations;

/// <summary>Conversations and agents of the typed client with the emulator.</summary>
public sealed class ConversationsEmulatorTests : IAsyncLifetime
{
    private const string Model = "mistral-small-latest";

    private static readonly FunctionTool Weather = new(new()
    {
        Name = "get_weather",
        Parameters = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""),
    });

    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Conversation_is_continued_restarted_read_and_deleted()
    {
        var conversations = _client.Conversations;
        var first = await conversations.StartAsync(new() { Model = Model, Inputs = "Hello", Name = "Tides" }, CancellationToken);
        var id = first.ConversationId!;
        var second = await conversations.AppendAsync(id, new() { Inputs = "Goodbye" }, CancellationToken);
        var restarted = await conversations.RestartAsync(
            id, new() { FromEntryId = first.Outputs[0].Id, Inputs = "Welcome" }, CancellationToken);

        Assert.Contains("Hello", first.Text, StringComparison.Ordinal);
        Assert.Contains("Goodbye", second.Text, StringComparison.Ordinal);
        Assert.Contains("Welcome", restarted.Text, StringComparison.Ordinal);
        Assert.NotEqual(id, restarted.ConversationId);
        Assert.Equal("Tides", (await conversations.GetAsync(id, CancellationToken)).Name);
        Assert.Equal(4, (await conversations.GetHistoryAsync(id, CancellationToken)).Entries.Count);
        Assert.Equal(4, (await conversations.GetMessagesAsync(id, CancellationToken)).Messages.Count);
        Assert.Equal(2, await conversations.ListAsync(new() { PageSize = 1 }, CancellationToken).CountAsync(CancellationToken));

        await conversations.DeleteAsync(id, CancellationToken);

        var exception = await Assert.ThrowsAsync<MistralException>(() => conversations.GetAsync(id, CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, exception.StatusCode);
    }

    [Fact]
    public async Task Function_call_is_streamed_and_its_result_is_appended()
    {
        var request = new ConversationRequest { Model = Model, Inputs = "What is the weather in Paris?", Tools = [Weather] };

        var events = await _client.Conversations.StartStreamAsync(request, CancellationToken).ToListAsync(CancellationToken);
        var id = Assert.IsType<ResponseStartedEvent>(events[0]).ConversationId!;
        var call = events.OfType<FunctionCallEvent>().First();
        var response = await _client.Conversations.AppendAsync(
            id, new() { Inputs = [new FunctionResultEntry(call.ToolCallId!, "Sunny")] }, CancellationToken);

        Assert.Equal("get_weather", call.Name);
        var arguments = JsonElement.Parse(string.Concat(events.OfType<FunctionCallEvent>().Select(part => part.Arguments)));
        Assert.Equal(JsonValueKind.String, arguments.GetProperty("city").ValueKind);
        Assert.Contains("Sunny", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(events, part => part is UnknownEvent);
    }

    [Fact]
    public async Task Hosted_tool_is_executed_and_cited()
    {
        _emulator.AddSearchResult("Tides in Brest", "https://tides.example", "High tide in Brest is at 9:41.");
        var request = new ConversationRequest
        {
            Model = Model,
            Inputs = "Search the web for high tide in Brest",
            Tools = [new WebSearchTool()],
        };

        var response = await _client.Conversations.StartAsync(request, CancellationToken);
        var events = await _client.Conversations.StartStreamAsync(request, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal("web_search", response.Outputs.OfType<ToolExecutionEntry>().Single().Name);
        var chunks = response.Outputs.OfType<MessageOutputEntry>().SelectMany(message => message.Content!);
        Assert.Contains(chunks, chunk => chunk is ToolReferenceChunk { Url: "https://tides.example" });
        Assert.Equal(1, response.Usage!.Connectors!["web_search"]);
        Assert.Equal(response.Text, string.Concat(events.OfType<MessageOutputEvent>().Select(part => part.Content!.Text)));
        Assert.Equal(response.Usage.TotalTokens, events.OfType<ResponseDoneEvent>().Single().Usage!.TotalTokens);
        Assert.Single(events.OfType<ToolExecutionStartedEvent>());
        Assert.Single(events.OfType<ToolExecutionDoneEvent>());
    }

    [Fact]
    public async Task Pending_call_is_executed_after_its_confirmation()
    {
        var request = new ConversationRequest
        {
            Model = Model,
            Inputs = "Search the web for tides",
            Tools = [new WebSearchTool { ToolConfiguration = new() { RequiresConfirmation = ["web_search"] } }],
        };

        var pending = await _client.Conversations.StartAsync(request, CancellationToken);
        var call = Assert.IsType<FunctionCallEntry>(pending.Outputs[^1]);
        var response = await _client.Conversations.AppendAsync(
            pending.ConversationId!, new() { ToolConfirmations = [ToolCallConfirmation.Allow(call.ToolCallId!)] }, CancellationToken);

        Assert.True(call.IsConfirmationPending);
        Assert.Contains(response.Outputs, entry => entry is ToolExecutionEntry { Name: "web_search" });
    }

    [Fact]
    public async Task Conversation_that_is_not_stored_is_continued_with_its_entries()
    {
        var request = new ConversationRequest { Model = Model, Inputs = "What is the weather in Paris?", Tools = [Weather], Store = false };
        var first = await _client.Conversations.StartAsync(request, CancellationToken);
        var call = Assert.IsType<FunctionCallEntry>(first.Outputs[^1]);

        var second = await _client.Conversations.StartAsync(
            request with { Inputs = [.. request.Inputs, .. first.Outputs, new FunctionResultEntry(call.ToolCallId!, "Sunny")] },
            CancellationToken);

        Assert.Contains("Sunny", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handoff_that_the_caller_executes_is_continued_without_inputs()
    {
        var harbor = await _client.Agents.CreateAsync(new() { Model = Model, Name = "Harbor" }, CancellationToken);
        var pilot = await _client.Agents.CreateAsync(new() { Model = Model, Name = "Pilot", Handoffs = [harbor.Id!] }, CancellationToken);
        var request = new ConversationRequest { AgentId = pilot.Id, Inputs = "Ask Harbor about tides", HandoffExecution = "client" };

        var response = await _client.Conversations.StartAsync(request, CancellationToken);
        var events = await _client.Conversations.AppendStreamAsync(response.ConversationId!, new(), CancellationToken)
            .ToListAsync(CancellationToken);

        Assert.Equal(harbor.Id, Assert.IsType<AgentHandoffEntry>(response.Outputs[^1]).NextAgentId);
        Assert.Equal([harbor.Id], events.OfType<MessageOutputEvent>().Select(part => part.AgentId).Distinct());
        Assert.IsType<ResponseDoneEvent>(events[^1]);
    }

    [Fact]
    public async Task Agent_has_versions_and_aliases_and_converses()
    {
        var agents = _client.Agents;
        var request = new CreateAgentRequest { Model = Model, Name = "Pilot", Tools = [new WebSearchTool()], Description = "Knows tides" };
        var created = await agents.CreateAsync(request, CancellationToken);
        var id = created.Id!;
        var updated = await agents.UpdateAsync(id, new() { Name = "Harbor pilot" }, CancellationToken);
        var alias = await agents.CreateVersionAliasAsync(id, "stable", created.Version!.Value, CancellationToken);

        var response = await _client.Conversations.StartAsync(
            new() { AgentId = id, AgentVersion = "stable", Inputs = "Hello" }, CancellationToken);

        Assert.Contains("Hello", response.Text, StringComparison.Ordinal);
        Assert.Equal(id, response.Outputs.OfType<MessageOutputEntry>().Single().AgentId);
        Assert.Equal("Harbor pilot", (await agents.GetAsync(id, cancellationToken: CancellationToken)).Name);
        Assert.Equal("Pilot", (await agents.GetAsync(id, "stable", CancellationToken)).Name);
        Assert.Equal("Pilot", (await agents.GetVersionAsync(id, alias.Version!.Value, CancellationToken)).Name);
        Assert.Equal(2, await agents.ListVersionsAsync(id, 1, CancellationToken).CountAsync(CancellationToken));
        Assert.Equal("Pilot", (await agents.UpdateVersionAsync(id, created.Version.Value, CancellationToken)).Name);
        Assert.Equal("stable", (await agents.ListVersionAliasesAsync(id, CancellationToken).SingleAsync(CancellationToken)).Alias);
        Assert.NotEqual(created.Version, updated.Version);

        await agents.DeleteVersionAliasAsync(id, "stable", CancellationToken);
        Assert.Equal(0, await agents.ListVersionAliasesAsync(id, CancellationToken).CountAsync(CancellationToken));
        await agents.CreateAsync(request with { Name = "Second" }, CancellationToken);

        Assert.Equal(2, await agents.ListAsync(new() { PageSize = 1 }, CancellationToken).CountAsync(CancellationToken));
        await agents.DeleteAsync(id, CancellationToken);
        Assert.Equal("Second", (await agents.ListAsync(null, CancellationToken).SingleAsync(CancellationToken)).Name);
    }
}
