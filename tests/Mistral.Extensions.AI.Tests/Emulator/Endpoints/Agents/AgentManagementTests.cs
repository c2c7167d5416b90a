using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Agents;

public sealed class AgentManagementTests
{
    [Fact]
    public async Task Created_agent_has_all_fields_with_defaults()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });

        var agent = await emulator.CreateAgentAsync("Simple Agent",
            """{"description":"d","instructions":"i","completion_args":{"temperature":0.3},"tools":[{"type":"web_search"}]}""");

        var created = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null);
        Assert.StartsWith("ag_", (string)agent["id"]!);
        JsonAssert.Equal(
            $$"""
            {"model":"mistral-small-latest","name":"Simple Agent","description":"d","id":"{{agent["id"]}}","version":0,"versions":[0],
             "created_at":"{{created}}","updated_at":"{{created}}","instructions":"i","tools":[{"type":"web_search"}],
             "completion_args":{"stop":null,"presence_penalty":null,"frequency_penalty":null,"temperature":0.3,"top_p":null,
              "max_tokens":null,"random_seed":null,"prediction":null,"response_format":null,"tool_choice":"auto","reasoning_effort":null},
             "guardrails":null,"handoffs":null,"metadata":null,"deployment_chat":false,"source":"api","version_message":null,
             "object":"agent"}
            """,
            agent);
        JsonAssert.Equal(agent.ToJsonString(), await emulator.GetJsonAsync($"/v1/agents/{agent["id"]}"));
    }

    [Fact]
    public async Task List_can_be_filtered_and_paged()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.CreateAgentAsync("alpha", """{"metadata":{"team":"a"}}""");
        var beta = await emulator.CreateAgentAsync("beta");
        await emulator.CreateAgentAsync("gamma");
        await emulator.SendAsync(HttpMethod.Patch, $"/v1/agents/{beta["id"]}", """{"deployment_chat":true}""");

        Assert.Equal(["gamma", "beta", "alpha"], await GetNamesAsync(""));
        Assert.Equal(["beta"], await GetNamesAsync("?page=1&page_size=1"));
        Assert.Equal(["alpha"], await GetNamesAsync("?name=alpha"));
        Assert.Equal(["gamma", "alpha"], await GetNamesAsync("?search=AM&search=A&deployment_chat=false"));
        Assert.Equal(["beta"], await GetNamesAsync($"?id={beta["id"]}"));
        Assert.Equal(["beta"], await GetNamesAsync("?deployment_chat=true&sources=api"));
        Assert.Empty(await GetNamesAsync("?sources=playground"));
        Assert.Equal(["alpha"], await GetNamesAsync("?metadata=" + Uri.EscapeDataString("""{"team":"a"}""")));

        async Task<IEnumerable<string?>> GetNamesAsync(string query) =>
            (await emulator.GetJsonAsync($"/v1/agents{query}")).AsArray().Select(agent => (string?)agent!["name"]);
    }

    [Fact]
    public async Task Pages_are_linked_by_tokens()
    {
        await using var emulator = await TestEmulator.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await emulator.CreateAgentAsync(name);

        var first = await emulator.GetJsonAsync("/v1/agents/pages?page_size=2");
        var second = await emulator.GetJsonAsync($"/v1/agents/pages?page_size=2&page_token={first["next_page_token"]}");
        var invalid = await emulator.SendAsync(HttpMethod.Get, "/v1/agents/pages?page_token=x");

        Assert.Equal(["c", "b"], first["data"]!.AsArray().Select(agent => (string?)agent!["name"]));
        Assert.Equal(["a"], second["data"]!.AsArray().Select(agent => (string?)agent!["name"]));
        Assert.Equal("list", (string?)second["object"]);
        Assert.Null(second["next_page_token"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, invalid.Status);
    }

    [Fact]
    public async Task Update_creates_a_version_and_keeps_the_other_fields()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("a", """{"instructions":"i","description":"d","version_message":"first"}""");

        var updated = (await emulator.SendAsync(HttpMethod.Patch, $"/v1/agents/{agent["id"]}",
            """{"description":null,"name":null,"completion_args":{"top_p":0.95}}""")).Json;

        Assert.Equal(1, (int)updated["version"]!);
        Assert.Equal([0, 1], updated["versions"]!.AsArray().Select(version => (int)version!));
        Assert.Equal("a", (string?)updated["name"]);
        Assert.Equal("i", (string?)updated["instructions"]);
        Assert.Null(updated["description"]);
        Assert.Null(updated["version_message"]);
        Assert.Equal(0.95, (double)updated["completion_args"]!["top_p"]!);
    }

    [Fact]
    public async Task Deleted_agent_is_not_found()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("a");

        var deleted = await emulator.SendAsync(HttpMethod.Delete, $"/v1/agents/{agent["id"]}");
        var get = await emulator.SendAsync(HttpMethod.Get, $"/v1/agents/{agent["id"]}");
        var again = await emulator.SendAsync(HttpMethod.Delete, $"/v1/agents/{agent["id"]}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, get.Status);
        Assert.Equal($$"""{"detail":"Agent {{agent["id"]}} not found"}""", get.Body);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
    }

    [Fact]
    public async Task Agent_is_the_same_for_completions_and_conversations()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest", "Be brief.");
        var created = await emulator.CreateAgentAsync("created");

        var conversation = await emulator.StartAsync("Hello", """{"agent_id":"ag:1"}""");
        var completion = await emulator.SendAsync(HttpMethod.Post, "/v1/agents/completions",
            $$"""{"agent_id":"{{created["id"]}}","messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Equal("ag:1", (string?)conversation.Outputs()[0]!["agent_id"]);
        Assert.Equal("You said: \"Hello\".", completion.Content);
        Assert.Equal("Be brief.", (string?)(await emulator.GetJsonAsync("/v1/agents/ag:1"))["instructions"]);
    }

    [Theory]
    [InlineData("""{"name":"a"}""", "missing")]
    [InlineData("""{"model":"mistral-small-latest"}""", "missing")]
    [InlineData("""{"name":"a","model":"mistral-small-latest","handoffs":[]}""", "too_short")]
    [InlineData("""{"name":"a","model":"mistral-small-latest","temperature":1}""", "extra_forbidden")]
    [InlineData("""{"name":"a","model":"mistral-small-latest","deployment_chat":true}""", "extra_forbidden")]
    [InlineData("""{"name":"a","model":"mistral-small-latest","completion_args":{"temperature":1.1}}""", "less_than_equal")]
    public async Task Fields_are_validated(string request, string errorType)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/agents", request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(errorType, (string?)response.Json["detail"]![0]!["type"]);
        Assert.Equal(3001, (int)response.Json["code"]!);
    }

    [Fact]
    public async Task Unknown_model_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/agents", """{"name":"a","model":"unknown"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("1500", (string?)response.Json["code"]);
    }

    [Fact]
    public async Task Version_can_be_read_selected_and_used()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("a", """{"completion_args":{"max_tokens":1}}""");
        var path = $"/v1/agents/{agent["id"]}";
        await emulator.SendAsync(HttpMethod.Patch, path, """{"completion_args":{"max_tokens":2}}""");

        var versions = await emulator.GetJsonAsync($"{path}/versions");
        var first = await emulator.GetJsonAsync($"{path}/versions/0");
        var current = await emulator.StartAsync("Hello", $$"""{"agent_id":"{{agent["id"]}}"}""");
        var old = await emulator.StartAsync("Hello", $$"""{"agent_id":"{{agent["id"]}}","agent_version":"0"}""");
        var selected = await emulator.SendAsync(HttpMethod.Patch, $"{path}/version?version=0");

        Assert.Equal([1, 0], versions.AsArray().Select(version => (int)version!["version"]!));
        Assert.Equal(1, (int)first["completion_args"]!["max_tokens"]!);
        Assert.Equal("You said:", current.OutputText());
        Assert.Equal("You", old.OutputText());
        Assert.Equal(0, (int)selected.Json["version"]!);
        Assert.Equal(0, (int)(await emulator.GetJsonAsync(path))["version"]!);
        Assert.Equal(1, (int)(await emulator.GetJsonAsync($"{path}?agent_version=1"))["version"]!);
    }

    [Theory]
    [InlineData("GET", "/versions/7")]
    [InlineData("GET", "?agent_version=7")]
    [InlineData("PATCH", "/version?version=7")]
    [InlineData("PUT", "/aliases?alias=a&version=7")]
    [InlineData("DELETE", "/aliases?alias=a")]
    public async Task Unknown_version_or_alias_returns_404(string method, string path)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("a");

        var response = await emulator.SendAsync(new HttpMethod(method), $"/v1/agents/{agent["id"]}{path}");

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
    }

    [Fact]
    public async Task Alias_can_be_set_moved_used_and_deleted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("a");
        var path = $"/v1/agents/{agent["id"]}";
        await emulator.SendAsync(HttpMethod.Patch, path, """{"description":"second"}""");

        var set = await emulator.SendAsync(HttpMethod.Put, $"{path}/aliases?alias=prod&version=1");
        var moved = await emulator.SendAsync(HttpMethod.Put, $"{path}/aliases?alias=prod&version=0");
        var list = (await emulator.GetJsonAsync($"{path}/aliases")).AsArray();
        var start = await emulator.StartAsync("Hello", $$"""{"agent_id":"{{agent["id"]}}","agent_version":"prod"}""");
        var deleted = await emulator.SendAsync(HttpMethod.Delete, $"{path}/aliases?alias=prod");

        Assert.Equal(["alias", "version", "created_at", "updated_at"], set.Json.AsObject().Select(member => member.Key));
        Assert.Equal(0, (int)moved.Json["version"]!);
        Assert.Equal("prod", (string?)Assert.Single(list)!["alias"]);
        Assert.Equal(HttpStatusCode.OK, start.Status);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Empty((await emulator.GetJsonAsync($"{path}/aliases")).AsArray());
    }

    [Theory]
    [InlineData("Prod", "string_pattern_mismatch")]
    [InlineData("1a", "string_pattern_mismatch")]
    [InlineData("", "string_too_short")]
    public async Task Invalid_alias_is_rejected(string alias, string errorType)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var agent = await emulator.CreateAgentAsync("a");

        var response = await emulator.SendAsync(HttpMethod.Put, $"/v1/agents/{agent["id"]}/aliases?alias={alias}&version=0");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(errorType, (string?)((JsonArray)response.Json["detail"]!)[0]!["type"]);
    }
}
