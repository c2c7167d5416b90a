using System.Text.Json;
using Mistral.Extensions.AI.Connectors;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Connectors;

public sealed class ConnectorsApiTests
{
    private const string ConnectorJson = """
        {"id":"c1","name":"wiki","title":"Wiki","description":"Answers","created_at":"2026-05-27T11:34:39+00:00",
         "modified_at":"2026-05-28T11:34:39+00:00","server":"https://mcp.example","protocol":"grpc","icon_url":"https://i",
         "server_card":{"a":1},"owner_id":"o","owner_type":"workspace","visibility":"private","creator_id":"u","system_prompt":"Be brief.",
         "active":true,"mistral":false,"private_tool_execution":true,"is_authenticated":false,"tools":[{"id":"t"}],
         "supported_auth_methods":[{"method_type":"oauth2","grant_type":"client_credentials","has_default_credentials":true,
           "headers":[{"name":"X-Team"}]}],
         "connection_credentials":[{"name":"team","title":"Team","authentication_type":"oauth2","scope":"workspace","is_default":true,
           "creator_id":"u2","status":{"status_type":"ok"} }]}
        """;

    private const string ToolJson = """
        {"name":"ask","title":"Ask","description":"Asks.","inputSchema":{"type":"object"},"outputSchema":{"type":"object"},
         "icons":[{"src":"https://i","mimeType":"image/png","sizes":["48x48"],"theme":"dark"}],
         "annotations":{"title":"Ask","readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false,"audit":1},
         "_meta":{"ui":{"a":1} },"execution":{"taskSupport":"optional"} }
        """;

    private const string ResultJson = """
        {"content":[{"type":"text","text":"a","annotations":{"priority":0.5},"_meta":{"b":1} },{"type":"text","text":"b"},
           {"type":"image","data":"AA==","mimeType":"image/png"},{"type":"audio","data":"AQ==","mimeType":"audio/wav"},
           {"type":"resource_link","uri":"file:///a","name":"a","title":"A","description":"d","mimeType":"text/plain","size":3,
            "icons":[{"src":"https://i"}]},
           {"type":"resource","resource":{"uri":"file:///a","mimeType":"text/plain","text":"t","_meta":{"c":1} } },
           {"type":"resource","resource":{"uri":"file:///b","blob":"Ag=="} },
           {"type":"video","data":"AA=="},{"type":"text","text":1} ],
         "metadata":{"mcp_meta":{"isError":true,"structuredContent":{"d":1},"_meta":{"e":1},"f":1},"tool_call_result":"g"},"h":1}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Connector_is_read_and_written_without_loss()
    {
        var connector = RoundTrip.AssertLossless(ConnectorJson, ConnectorsJson.Default.Connector);

        Assert.Equal(("wiki", "grpc", true), (connector.Name, connector.Protocol, connector.PrivateToolExecution));
        Assert.Equal(["server_card", "tools"], connector.AdditionalProperties!.Keys);
        Assert.Equal("client_credentials", connector.SupportedAuthMethods!.Single().GrantType);
        Assert.Equal(("team", "u2"), (connector.ConnectionCredentials!.Single().Name, connector.ConnectionCredentials!.Single().CreatorId));
    }

    [Fact]
    public async Task Connectors_of_all_pages_are_listed()
    {
        var server = StubServer.WithResponse($$"""{"items":[{{ConnectorJson}}],"pagination":{"next_cursor":"n/2","page_size":1} }""")
            .Then("""{"items":[{"id":"c2"},null],"pagination":{"next_cursor":null,"page_size":1} }""");

        var connectors = await server.CreateClient().Connectors.ListAsync(new() { Active = true, PageSize = 1 }, CancellationToken)
            .ToListAsync(CancellationToken);

        Assert.Equal(["c1", "c2"], connectors.Select(connector => connector.Id));
        Assert.Equal(
            ["GET /v1/connectors?active=true&page_size=1", "GET /v1/connectors?active=true&cursor=n%2F2&page_size=1"],
            GetRequestLines(server));
    }

    [Fact]
    public async Task Page_of_connectors_has_the_cursor_of_the_next_page()
    {
        var server = StubServer.WithResponse("""{"items":[{"id":"c1"}],"pagination":{"next_cursor":"n","page_size":1} }""");

        var page = await server.CreateClient().Connectors.ListPageAsync(new() { Cursor = "m" }, CancellationToken);

        Assert.Equal(("c1", "n", 1), (Assert.Single(page.Items).Id, page.Pagination!.NextCursor, page.Pagination.PageSize));
        Assert.Equal(["GET /v1/connectors?cursor=m"], GetRequestLines(server));
    }

    [Fact]
    public async Task Connector_is_found_by_its_escaped_name()
    {
        var server = StubServer.WithResponse(ConnectorJson);

        await server.CreateClient().Connectors.GetAsync("my wiki/2", CancellationToken);

        Assert.Equal(["GET /v1/connectors/my%20wiki%2F2"], GetRequestLines(server));
    }

    [Fact]
    public async Task Tools_are_listed_in_pages_that_are_counted_from_1()
    {
        var server = StubServer.WithResponse($"[{ToolJson}]").Then("""[{"name":"read"},null]""").Then("[]");
        var request = new ListConnectorToolsRequest { PageSize = 1, Refresh = true, Pretty = false, CredentialsName = "team_1" };

        var tools = await server.CreateClient().Connectors.ListToolsAsync("wiki", request, CancellationToken)
            .ToListAsync(CancellationToken);

        Assert.Equal(["ask", "read"], tools.Select(tool => tool.Name));
        Assert.Equal((true, "image/png"), (tools[0].Annotations!.ReadOnlyHint, tools[0].Icons![0].MimeType));
        JsonAssert.Equal($"[{ToolJson}]", JsonSerializer.SerializeToNode([tools[0]], ConnectorsJson.Default.IReadOnlyListMcpTool));
        const string Options = "page_size=1&refresh=true&pretty=false&credentials_name=team_1";
        const string Path = "GET /v1/connectors/wiki/tools";
        Assert.Equal([$"{Path}?{Options}", $"{Path}?page=2&{Options}", $"{Path}?page=3&{Options}"], GetRequestLines(server));
    }

    [Fact]
    public async Task Tool_is_called_with_arguments_and_credentials()
    {
        var server = StubServer.WithResponse(ResultJson);
        var request = new ConnectorCallToolRequest
        {
            Arguments = new Dictionary<string, JsonElement> { ["topic"] = JsonElement.Parse("\"SQLite\"") },
        };

        await server.CreateClient().Connectors.CallToolAsync("wiki", "ask/1", request, "team-1", CancellationToken);

        JsonAssert.Equal("""{"arguments":{"topic":"SQLite"} }""", server.SingleRequestBody());
        Assert.Equal(["POST /v1/connectors/wiki/tools/ask%2F1/call?credentials_name=team-1"], GetRequestLines(server));
    }

    [Fact]
    public async Task Tool_without_arguments_is_called_with_an_empty_object()
    {
        var server = StubServer.WithResponse(ResultJson);

        await server.CreateClient().Connectors.CallToolAsync("wiki", "ask", cancellationToken: CancellationToken);

        JsonAssert.Equal("{}", server.SingleRequestBody());
    }

    [Fact]
    public void Result_of_a_tool_is_read_without_loss()
    {
        var result = RoundTrip.AssertLossless(ResultJson, ConnectorsJson.Default.ConnectorToolCallResponse);

        Assert.True(result.IsError);
        Assert.Equal("a\nb", result.Text);
        Assert.Equal("image/png", result.Content.OfType<McpImageContent>().Single().MimeType);
        Assert.Equal("AQ==", result.Content.OfType<McpAudioContent>().Single().Data);
        Assert.Equal(("file:///a", 3), (result.Content.OfType<McpResourceLink>().Single().Uri, GetSize(result)));
        Assert.Equal(
            [("t", null), (null, "Ag==")],
            result.Content.OfType<McpEmbeddedResource>().Select(content => (content.Resource.Text, content.Resource.Blob)));
        Assert.Equal(["video", "text"], result.Content.OfType<UnknownMcpContent>().Select(content => content.Type));
        Assert.Equal(1, result.Metadata!.McpMeta!.StructuredContent!.Value.GetProperty("d").GetInt32());
    }

    [Fact]
    public async Task Result_without_metadata_is_no_error()
    {
        var server = StubServer.WithResponse("""{"content":[]}""");

        var result = await server.CreateClient().Connectors.CallToolAsync("wiki", "ask", cancellationToken: CancellationToken);

        Assert.False(result.IsError);
        Assert.Empty(result.Text);
    }

    public static TheoryData<Func<ConnectorsApi, Task>, string> InvalidCalls => new()
    {
        { connectors => connectors.ListPageAsync(new() { PageSize = 1001 }), "PageSize must be between 1 and 1000, but was 1001." },
        { connectors => connectors.GetAsync(".."), "No connector was specified. Pass the ID or the name of a connector." },
        { connectors => connectors.CallToolAsync(" ", "t"), "No connector was specified." },
        { connectors => connectors.CallToolAsync("c", ""), "No tool was specified. Pass the name of a tool." },
        {
            connectors => connectors.CallToolAsync("c", "t", credentialsName: "a\n"),
            "The name of the credentials \"a\n\" is invalid. Use 1 to 64 letters, digits, underscores and dashes."
        },
        {
            connectors => connectors.ListToolsAsync("c", new() { CredentialsName = "a b" }).ToListAsync().AsTask(),
            "The name of the credentials \"a b\" is invalid."
        },
        {
            connectors => connectors.ListToolsAsync("c", new() { PageSize = 0 }).ToListAsync().AsTask(),
            "PageSize must be 1 or greater, but was 0."
        },
    };

    [Theory]
    [MemberData(nameof(InvalidCalls), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_before_it_is_sent(Func<ConnectorsApi, Task> call, string message)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => call(NoNetwork.CreateClient().Connectors));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static long? GetSize(ConnectorToolCallResponse result) => result.Content.OfType<McpResourceLink>().Single().Size;

    private static IEnumerable<string> GetRequestLines(StubServer server) =>
        server.RequestMessages.Select(request => $"{request.Method} {request.RequestUri!.PathAndQuery}");
}
