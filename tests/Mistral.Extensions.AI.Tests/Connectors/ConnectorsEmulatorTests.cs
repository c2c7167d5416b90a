using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Connectors;

/// <summary>Connectors of the typed client with the emulator.</summary>
public sealed class ConnectorsEmulatorTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connector_is_found_and_its_tool_is_called()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var client = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });
        var id = emulator.AddConnector(
            "wiki", new ScriptedConnectorTool("ask", arguments => $"result of {arguments}"), new ScriptedConnectorTool("read", _ => ""));
        emulator.AddConnector("mail");
        var connectors = client.Connectors;

        var listed = await connectors.ListAsync(new() { PageSize = 1 }, CancellationToken).ToListAsync(CancellationToken);
        var tools = await connectors.ListToolsAsync(listed[0].Id!, new() { PageSize = 1 }, CancellationToken)
            .ToListAsync(CancellationToken);
        var result = await connectors.CallToolAsync(
            "wiki",
            tools[0].Name!,
            new() { Arguments = new Dictionary<string, JsonElement> { ["topic"] = JsonElement.Parse("\"SQLite\"") } },
            cancellationToken: CancellationToken);

        Assert.Equal(["wiki", "mail"], listed.Select(connector => connector.Name));
        Assert.Equal(id.ToString(), (await connectors.GetAsync("wiki", CancellationToken)).Id);
        Assert.Equal(["ask", "read"], tools.Select(tool => tool.Name));
        Assert.Equal(JsonValueKind.Object, tools[0].InputSchema!.Value.ValueKind);
        Assert.Equal(("""result of {"topic":"SQLite"}""", false), (result.Text, result.IsError));
        Assert.Empty((await connectors.ListPageAsync(new() { Active = false }, CancellationToken)).Items);
        var error = await Assert.ThrowsAsync<MistralException>(() => connectors.GetAsync("none", CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
    }
}
