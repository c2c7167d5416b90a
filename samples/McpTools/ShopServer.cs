using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

/// <summary>An MCP server of a shop. It reads requests from the standard input and writes responses to the standard output.</summary>
internal static class ShopServer
{
    /// <summary>Runs the server until the client closes the standard input.</summary>
    public static async Task RunAsync()
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "shop", Version = "1.0.0" },
            ToolCollection =
            [
                McpServerTool.Create(GetStock, new() { Name = "get_stock" }),
                McpServerTool.Create(GetOpeningHours, new() { Name = "get_opening_hours" }),
            ],
        };
        await using var server = McpServer.Create(new StdioServerTransport("shop"), options);
        await server.RunAsync();
    }

    [Description("Gets the number of lamps in the shop of a city.")]
    private static string GetStock([Description("The city.")] string city) => $"{city.Length * 7 % 30} lamps in {city}";

    [Description("Gets the opening hours of the shop of a city.")]
    private static string GetOpeningHours([Description("The city.")] string city) => $"{city}: Tuesday to Saturday, 10:00 to 19:00";
}
