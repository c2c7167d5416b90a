using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Agents;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Agents;

public sealed class AgentManagementApiTests
{
    private const string AgentJson = """
        {"model":"mistral-medium-2505","name":"Pilot","description":"Knows tides","id":"ag_1","version":2,"versions":[0,1,2],
         "created_at":"2026-05-27T11:34:39.175924+00:00","updated_at":"2026-05-28T11:34:39+00:00","deployment_chat":false,"source":"api",
         "version_message":"Better tools","instructions":"Be brief.","object":"agent",
         "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"description":"","strict":false,"since":2} },
           {"type":"web_search","tool_configuration":{"exclude":["news"],"limit":3},"region":"eu"},{"type":"new_tool","a":1}],
         "completion_args":{"stop":null,"temperature":0.3,"tool_choice":"auto","seed_policy":"fixed",
           "response_format":{"type":"json_schema","json_schema":{"name":"t","schema":{},"cache":true},"indent":2} },
         "guardrails":[{"block_on_error":false,"moderation_llm_v2":{"action":"block"} }],"handoffs":["ag_2"],"metadata":{"team":7},
         "owner_id":"u_1","owner":{"name":"Ada"} }
        """;

    private const string CreateJson = """
        {"model":"mistral-medium-latest","name":"Pilot","instructions":"Be brief.","tools":[{"type":"web_search"}],
         "completion_args":{"temperature":0.3},"guardrails":[{"block_on_error":true}],"description":"Knows tides","handoffs":["ag_2"],
         "metadata":{"team":7},"version_message":"First"}
        """;

    private static readonly CreateAgentRequest CreateRequest = new()
    {
        Model = "mistral-medium-latest",
        Name = "Pilot",
        Instructions = "Be brief.",
        Tools = [new WebSearchTool()],
        CompletionArgs = new() { Temperature = 0.3f },
        Guardrails = [new() { BlockOnError = true }],
        Description = "Knows tides",
        Handoffs = ["ag_2"],
        Metadata = new Dictionary<string, JsonElement> { ["team"] = JsonElement.Parse("7") },
        VersionMessage = "First",
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_of_a_create_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(AgentJson);

        var agent = await server.CreateClient().Agents.CreateAsync(CreateRequest, CancellationToken);

        JsonAssert.Equal(CreateJson, server.SingleRequestBody());
        Assert.Equal(["POST /v1/agents"], GetRequestLines(server));
        Assert.Equal(("ag_1", 2, "api", 3), (agent.Id, agent.Version, agent.Source, agent.Versions!.Count));
        Assert.Equal(["function", "web_search", "new_tool"], agent.Tools!.Select(tool => tool.Type));
    }

    [Fact]
    public void Agent_is_read_and_written_without_loss()
    {
        var agent = OpenApiExamples.AssertLossless(AgentJson, AgentsJson.Default.Agent);

        Assert.Equal("u_1", agent.OwnerId);
    }

    [Fact]
    public async Task Values_of_an_agent_are_sent_back_with_all_their_properties()
    {
        var server = StubServer.WithResponse(AgentJson);
        var agents = server.CreateClient().Agents;
        var agent = await agents.GetAsync("ag_1", cancellationToken: CancellationToken);

        // The schema of the API does not have the unknown properties of the sample.
        await agents.UpdateAsync("ag_1", new() { Handoffs = agent.Handoffs, Guardrails = agent.Guardrails }, CancellationToken);
        var tools = JsonSerializer.SerializeToNode(new UpdateAgentRequest { Tools = agent.Tools }, AgentsJson.Default.UpdateAgentRequest);

        JsonAssert.Equal(
            """{"guardrails":[{"block_on_error":false,"moderation_llm_v2":{"action":"block"} }],"handoffs":["ag_2"]}""",
            server.RequestBodies[1]);
        JsonAssert.Equal(JsonDocument.Parse(AgentJson).RootElement.GetProperty("tools").GetRawText(), tools!["tools"]);
    }

    [Fact]
    public async Task Every_field_of_an_update_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(AgentJson);
        var request = new UpdateAgentRequest
        {
            Model = "mistral-medium-latest",
            Name = "Pilot",
            Instructions = "Be brief.",
            Tools = [new WebSearchTool()],
            CompletionArgs = new() { Temperature = 0.3f },
            Guardrails = [new() { BlockOnError = true }],
            Description = "Knows tides",
            Handoffs = ["ag_2"],
            DeploymentChat = true,
            Metadata = new Dictionary<string, JsonElement> { ["team"] = JsonElement.Parse("7") },
            VersionMessage = "Second",
        };

        await server.CreateClient().Agents.UpdateAsync("ag_1", request, CancellationToken);

        JsonAssert.Equal(
            CreateJson.Replace("\"First\"", "\"Second\",\"deployment_chat\":true", StringComparison.Ordinal), server.SingleRequestBody());
        Assert.Equal(["PATCH /v1/agents/ag_1"], GetRequestLines(server));
    }

    [Fact]
    public async Task JSON_null_removes_a_value_of_an_agent()
    {
        var server = StubServer.WithResponse(AgentJson);
        var request = new UpdateAgentRequest
        {
            AdditionalProperties = new Dictionary<string, JsonElement> { ["description"] = JsonElement.Parse("null") },
        };

        await server.CreateClient().Agents.UpdateAsync("ag_1", request, CancellationToken);

        JsonAssert.Equal("""{"description":null}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task Agents_of_all_pages_are_listed()
    {
        var server = StubServer.WithResponse("""{"object":"list","data":[{"id":"ag_1"},null],"next_page_token":"n/2"}""")
            .Then("""{"object":"list","data":[{"id":"ag_2"}],"next_page_token":null}""");
        var request = new ListAgentsRequest
        {
            PageSize = 1,
            DeploymentChat = false,
            Sources = ["api", "playground"],
            Name = "Pilot",
            Search = "P",
            Id = "ag_1",
            Metadata = new Dictionary<string, JsonElement> { ["team"] = JsonElement.Parse("7") },
        };

        var agents = await server.CreateClient().Agents.ListAsync(request, CancellationToken).ToListAsync(CancellationToken);

        const string Filters = "deployment_chat=false&sources=api&sources=playground&name=Pilot&search=P&id=ag_1"
            + "&metadata=%7B%22team%22%3A7%7D";
        Assert.Equal(["ag_1", "ag_2"], agents.Select(agent => agent.Id));
        Assert.Equal(
            [$"GET /v1/agents/pages?page_size=1&{Filters}", $"GET /v1/agents/pages?page_size=1&page_token=n%2F2&{Filters}"],
            GetRequestLines(server));
    }

    [Fact]
    public async Task Repeated_page_token_ends_the_list()
    {
        var server = StubServer.WithResponse("""{"data":[{"id":"ag_1"}],"next_page_token":"same"}""");

        var agents = await server.CreateClient().Agents.ListAsync(cancellationToken: CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(2, agents.Count);
    }

    [Fact]
    public async Task Page_of_agents_has_the_token_of_the_next_page()
    {
        var server = StubServer.WithResponse("""{"data":[{"id":"ag_1"}],"next_page_token":"n"}""");

        var page = await server.CreateClient().Agents.ListPageAsync(new() { PageToken = "m" }, CancellationToken);

        Assert.Equal(("ag_1", "n"), (Assert.Single(page.Data).Id, page.NextPageToken));
        Assert.Equal(["GET /v1/agents/pages?page_token=m"], GetRequestLines(server));
    }

    [Fact]
    public async Task Versions_and_aliases_have_their_own_routes()
    {
        var server = StubServer.WithResponse(AgentJson).Then(AgentJson).Then(AgentJson).Then($"[{AgentJson}]").Then("[]")
            .Then("""{"alias":"production","version":2,"created_at":"2026-05-27T11:34:39+00:00"}""")
            .Then("""[{"alias":"production","version":2},null]""")
            .Then("", HttpStatusCode.NoContent).Then("", HttpStatusCode.NoContent);
        var agents = server.CreateClient().Agents;

        await agents.GetAsync("ag_1", "production", CancellationToken);
        await agents.UpdateVersionAsync("ag_1", 2, CancellationToken);
        await agents.GetVersionAsync("ag_1", 2, CancellationToken);
        var versions = await agents.ListVersionsAsync("ag_1", 10, CancellationToken).ToListAsync(CancellationToken);
        var created = await agents.CreateVersionAliasAsync("ag_1", "production", 2, CancellationToken);
        var aliases = await agents.ListVersionAliasesAsync("ag_1", CancellationToken).ToListAsync(CancellationToken);
        await agents.DeleteVersionAliasAsync("ag_1", "production", CancellationToken);
        await agents.DeleteAsync("ag_1", CancellationToken);

        Assert.Equal(
            [
                "GET /v1/agents/ag_1?agent_version=production", "PATCH /v1/agents/ag_1/version?version=2", "GET /v1/agents/ag_1/versions/2",
                "GET /v1/agents/ag_1/versions?page_size=10", "GET /v1/agents/ag_1/versions?page=1&page_size=10",
                "PUT /v1/agents/ag_1/aliases?alias=production&version=2", "GET /v1/agents/ag_1/aliases",
                "DELETE /v1/agents/ag_1/aliases?alias=production", "DELETE /v1/agents/ag_1",
            ],
            GetRequestLines(server));
        Assert.Equal([2], versions.Select(agent => agent.Version));
        Assert.Equal(2, created.Version);
        Assert.Equal("production", Assert.Single(aliases).Alias);
    }

    [Fact]
    public async Task Invalid_create_request_throws()
    {
        await AssertInvalidAsync("The agent has no name. Set Name.", CreateRequest with { Name = " " });
        await AssertInvalidAsync(
            "No model was specified. Set Model, for example \"mistral-small-latest\".", CreateRequest with { Model = null });
        await AssertInvalidAsync(
            "Handoffs is empty, which the API rejects. Set it to null, or to the IDs of agents.", CreateRequest with { Handoffs = [] });
        await AssertInvalidAsync(
            "VersionMessage must have at most 500 characters, but has 501.", CreateRequest with { VersionMessage = new('a', 501) });
        await AssertInvalidAsync(
            "Temperature must be between 0 and 1 in conversations and agents, but was 1.1.",
            CreateRequest with { CompletionArgs = new() { Temperature = 1.1f } });
        await AssertInvalidAsync(
            "WebSearchTool and WebSearchPremiumTool cannot be combined. Remove one of them.",
            CreateRequest with { Tools = [new WebSearchTool(), new WebSearchPremiumTool()] });
    }

    [Fact]
    public async Task Invalid_update_request_throws()
    {
        await AssertInvalidAsync("The request changes nothing. Set at least one property.", new UpdateAgentRequest());
        await AssertInvalidAsync("The request changes nothing. Set at least one property.",
            new UpdateAgentRequest { AdditionalProperties = new Dictionary<string, JsonElement>() });
        await AssertInvalidAsync(
            "Handoffs is empty, which the API rejects. Set it to null, or to the IDs of agents.", new UpdateAgentRequest { Handoffs = [] });
        await AssertInvalidAsync(
            "MaxTokens must be 0 or greater, but was -1.", new UpdateAgentRequest { CompletionArgs = new() { MaxTokens = -1 } });
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("Production")]
    [InlineData("a-")]
    [InlineData("a\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(null)]
    public async Task Invalid_alias_throws(string? alias)
    {
        var server = StubServer.WithResponse(AgentJson);
        var agents = server.CreateClient().Agents;

        var created = await Assert.ThrowsAsync<ArgumentException>(
            () => agents.CreateVersionAliasAsync("ag_1", alias!, 1, CancellationToken));
        var deleted = await Assert.ThrowsAsync<ArgumentException>(() => agents.DeleteVersionAliasAsync("ag_1", alias!, CancellationToken));

        Assert.StartsWith($"The alias \"{alias}\" is invalid. Use 1 to 64 characters", created.Message, StringComparison.Ordinal);
        Assert.Equal(created.Message, deleted.Message);
        Assert.Empty(server.RequestMessages);
    }

    [Fact]
    public void Invalid_page_size_throws()
    {
        var agents = StubServer.WithResponse(AgentJson).CreateClient().Agents;

        Assert.Equal(
            "PageSize must be between 1 and 1000, but was 1001.",
            Assert.Throws<ArgumentException>(() => agents.ListAsync(new() { PageSize = 1001 }, CancellationToken)).Message);
        Assert.StartsWith(
            "The page size must be between 1 and 100, but was 0.",
            Assert.Throws<ArgumentException>(() => agents.ListVersionsAsync("ag_1", 0, CancellationToken)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_agent_ID_throws()
    {
        var agents = StubServer.WithResponse(AgentJson).CreateClient().Agents;
        Func<Task>[] calls =
        [
            () => agents.GetAsync("", cancellationToken: CancellationToken),
            () => agents.UpdateAsync("", new() { Name = "a" }, CancellationToken),
            () => agents.DeleteAsync("", CancellationToken),
            () => agents.UpdateVersionAsync("", 1, CancellationToken),
            () => agents.GetVersionAsync("", 1, CancellationToken),
            () => agents.CreateVersionAliasAsync("", "a", 1, CancellationToken),
            () => agents.DeleteVersionAliasAsync("", "a", CancellationToken),
            () => agents.ListVersionsAsync("", null, CancellationToken).ToListAsync(CancellationToken).AsTask(),
            () => agents.ListVersionAliasesAsync("", CancellationToken).ToListAsync(CancellationToken).AsTask(),
        ];
        foreach (var call in calls)
        {
            Assert.StartsWith(
                "No agent was specified. Pass the ID of an agent.",
                (await Assert.ThrowsAsync<ArgumentException>(call)).Message,
                StringComparison.Ordinal);
        }
    }

    private static async Task AssertInvalidAsync(string message, CreateAgentRequest request)
    {
        var server = StubServer.WithResponse(AgentJson);
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => server.CreateClient().Agents.CreateAsync(request, CancellationToken));
        Assert.Equal(message, exception.Message);
        Assert.Empty(server.RequestMessages);
    }

    private static async Task AssertInvalidAsync(string message, UpdateAgentRequest request)
    {
        var server = StubServer.WithResponse(AgentJson);
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => server.CreateClient().Agents.UpdateAsync("ag_1", request, CancellationToken));
        Assert.Equal(message, exception.Message);
        Assert.Empty(server.RequestMessages);
    }

    private static IEnumerable<string> GetRequestLines(StubServer server) =>
        server.RequestMessages.Select(message => $"{message.Method} {message.RequestUri!.PathAndQuery}");
}
