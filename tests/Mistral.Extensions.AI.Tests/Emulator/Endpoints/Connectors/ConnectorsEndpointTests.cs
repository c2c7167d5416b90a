using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Connectors;

public sealed class ConnectorsEndpointTests
{
    private const string Path = "/v1/connectors/wiki/tools";

    [Fact]
    public async Task Tools_are_listed_by_name_and_by_ID()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = AddConnector(emulator);

        var byName = await emulator.GetJsonAsync(Path);
        var byId = await emulator.GetJsonAsync($"/v1/connectors/{id}/tools?page=1&page_size=1&refresh=true&pretty=true");
        var secondPage = await emulator.GetJsonAsync($"{Path}?page=2");

        JsonAssert.Equal(
            """[{"name":"ask","description":"Asks.","inputSchema":{"type":"object","properties":{"topic":{"type":"string"} } } }]""",
            byName);
        JsonAssert.Equal(byName.ToJsonString(), byId);
        Assert.Empty(secondPage.AsArray());
    }

    [Fact]
    public async Task Connectors_are_listed_with_all_fields()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var id = AddConnector(emulator);
        emulator.Server.AddConnector("mail");

        var first = await emulator.GetJsonAsync("/v1/connectors?page_size=1");
        var second = await emulator.GetJsonAsync($"/v1/connectors?page_size=1&cursor={first["pagination"]!["next_cursor"]}");
        var connector = await emulator.GetJsonAsync("/v1/connectors/wiki");

        var created = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null);
        JsonAssert.Equal(
            $$"""
            {"id":"{{id}}","name":"wiki","description":"","created_at":"{{created}}","modified_at":"{{created}}","protocol":"mcp",
             "owner_type":"workspace","visibility":"shared_workspace","active":true,"private_tool_execution":false,"mistral":false,
             "supported_auth_methods":[{"method_type":"none","has_default_credentials":false}]}
            """,
            connector);
        JsonAssert.Equal(connector.ToJsonString(), Assert.Single(first["items"]!.AsArray()));
        Assert.Equal("mail", (string?)Assert.Single(second["items"]!.AsArray())!["name"]);
        JsonAssert.Equal("""{"next_cursor":null,"page_size":1}""", second["pagination"]);
    }

    [Fact]
    public async Task Tool_call_returns_the_scripted_result()
    {
        await using var emulator = await TestEmulator.StartAsync();
        AddConnector(emulator);

        var response = await emulator.SendAsync(HttpMethod.Post, $"{Path}/ask/call", """{"arguments":{"topic":"SQLite"}}""");
        var empty = await emulator.SendAsync(HttpMethod.Post, $"{Path}/ask/call", "{}");

        JsonAssert.Equal(
            """
            {"content":[{"type":"text","text":"result of {\"topic\":\"SQLite\"}"}],"metadata":{"mcp_meta":{"isError":false} } }
            """,
            response.Json);
        Assert.Equal("result of {}", (string?)empty.Json["content"]![0]!["text"]);
    }

    [Theory]
    [InlineData("GET", "/v1/connectors/gmail", null, """{"detail":"Connector gmail not found"}""")]
    [InlineData("GET", "/v1/connectors/gmail/tools", null, """{"detail":"Connector gmail not found"}""")]
    [InlineData("POST", "/v1/connectors/gmail/tools/ask/call", "{}", """{"detail":"Connector gmail not found"}""")]
    [InlineData("POST", "/v1/connectors/wiki/tools/read/call", "{}", """{"detail":"Tool read of connector wiki not found"}""")]
    public async Task Unknown_connector_or_tool_returns_404(string method, string path, string? request, string body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        AddConnector(emulator);

        var response = await emulator.SendAsync(new HttpMethod(method), path, request);

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
        Assert.Equal(body, response.Body);
    }

    [Theory]
    [InlineData("GET", "/v1/connectors?page_size=1001", null)]
    [InlineData("GET", "/v1/connectors?cursor=a", null)]
    [InlineData("GET", Path + "?page=0", null)]
    [InlineData("GET", Path + "?credentials_name=a%20b", null)]
    [InlineData("POST", Path + "/ask/call", """{"arguments":[]}""")]
    [InlineData("POST", Path + "/ask/call", """{"args":{}}""")]
    public async Task Fields_are_validated(string method, string path, string? request)
    {
        await using var emulator = await TestEmulator.StartAsync();
        AddConnector(emulator);

        var response = await emulator.SendAsync(new HttpMethod(method), path, request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    public async Task Schema_that_is_not_an_object_throws(string schema)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Throws<ArgumentException>(() =>
        {
            emulator.Server.AddConnector("wiki", new ScriptedConnectorTool("ask", _ => "") { InputSchema = schema });
        });
    }

    private static Guid AddConnector(TestEmulator emulator) =>
        emulator.Server.AddConnector("wiki", new ScriptedConnectorTool("ask", arguments => $"result of {arguments}")
        {
            Description = "Asks.",
            InputSchema = """{"type":"object","properties":{"topic":{"type":"string"}}}""",
        });
}
