using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Connectors;

/// <summary>The endpoints for the tools of connectors.</summary>
/// <param name="connectors">The connectors of the emulator.</param>
internal sealed class ConnectorsEndpoint(ConnectorCatalog connectors)
{
    private static readonly ValueSchema CredentialsName = new PatternSchema("^[a-zA-Z0-9_-]{1,64}$", new TextSchema(0, int.MaxValue));

    private static readonly ValueSchema ListParameters = ObjectSchema.AllowingUnknownFields("ListConnectorTools",
        Optional("page", Integer(min: 1)),
        Optional("page_size", Integer(min: 1)),
        Optional("refresh", BooleanValue),
        Optional("pretty", BooleanValue),
        Optional("credentials_name", CredentialsName));

    private static readonly ValueSchema CallParameters = ObjectSchema.AllowingUnknownFields("CallConnectorTool",
        Optional("credentials_name", CredentialsName));

    private static readonly ValueSchema Call = new ObjectSchema("ConnectorCallToolRequest", Optional("arguments", AnyObject));

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("GET", "/connectors/{connector_id_or_name}/tools", ListTools);
        routes.MapApi("POST", "/connectors/{connector_id_or_name}/tools/{tool_name}/call", CallTool);
    }

    /// <summary>Lists the tools. Unlike in other lists, the first page is 1.</summary>
    private ApiResponse ListTools(ApiRequest request)
    {
        const int DefaultPageSize = 100;
        var query = request.ReadQuery(ListParameters);
        var size = (int)Math.Min(query.FindNumber("page_size") ?? DefaultPageSize, int.MaxValue);
        var skipped = ((query.FindNumber("page") ?? 1) - 1) * size;
        var tools = Find(request).Tools.Skip((int)Math.Min(skipped, int.MaxValue)).Take(size);
        return ApiResponse.Json(new JsonArray([.. tools.Select(tool => new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["inputSchema"] = JsonNode.Parse(tool.InputSchema),
        })]));
    }

    private ApiResponse CallTool(ApiRequest apiRequest)
    {
        apiRequest.ReadQuery(CallParameters);
        var arguments = apiRequest.ReadJson(Call).Find("arguments")?.ToNode() ?? new JsonObject();
        var connector = Find(apiRequest);
        var name = apiRequest.GetRouteValue("tool_name");
        var tool = connector.Tools.FirstOrDefault(tool => tool.Name == name)
            ?? throw ApiError.NotFound($"Tool {name} of connector {connector.Name} not found");
        var result = tool.GetResult(CompactJson.Serialize(arguments));
        return ApiResponse.Json(new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = result }),
            ["metadata"] = new JsonObject { ["mcp_meta"] = new JsonObject { ["isError"] = false } },
        });
    }

    private ScriptedConnector Find(ApiRequest request)
    {
        var id = request.GetRouteValue("connector_id_or_name");
        return connectors.Find(id) ?? throw ApiError.NotFound($"Connector {id} not found");
    }
}
