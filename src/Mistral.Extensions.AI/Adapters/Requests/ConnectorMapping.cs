using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps <see cref="HostedMcpServerTool"/> to a connector, the form in which Mistral uses MCP servers.</summary>
internal static class ConnectorMapping
{
    private const string BearerPrefix = "Bearer ";

    internal static CustomConnector ToConnector(HostedMcpServerTool server)
    {
        if (Uri.TryCreate(server.ServerAddress, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            throw new NotSupportedException(
                $"Mistral uses an MCP server only as a registered connector, not by its URL ({url.Host}). Register the server and pass the "
                + "connector ID as the server address, or call its tools from your application with an MCP client, as AIFunctions.");
        }

        return new(server.ServerAddress)
        {
            Authorization = ToAuthorization(server.Headers),
            ToolConfiguration = ToToolConfiguration(server),
        };
    }

    private static ConnectorAuthorization? ToAuthorization(IDictionary<string, string>? headers)
    {
        var header = headers?.FirstOrDefault(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
        if (header?.Value is not { } value)
            return null;

        var token = value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? value.Substring(BearerPrefix.Length) : value;
        return new("oauth2-token", token);
    }

    private static ToolConfiguration? ToToolConfiguration(HostedMcpServerTool server)
    {
        var confirmed = server.ApprovalMode switch
        {
            HostedMcpServerToolRequireSpecificApprovalMode specific => specific.AlwaysRequireApprovalToolNames,
            HostedMcpServerToolAlwaysRequireApprovalMode => server.AllowedTools ?? throw new NotSupportedException(
                "Mistral requires the name of each tool that needs approval. Set HostedMcpServerTool.AllowedTools."),
            _ => null,
        };
        return server.AllowedTools is null && confirmed is null
            ? null
            : new() { Include = server.AllowedTools?.ToList(), RequiresConfirmation = confirmed?.ToList() };
    }
}
