using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Connectors;

/// <summary>The endpoints for connectors and their tools.</summary>
/// <param name="connectors">The connectors of the emulator.</param>
internal sealed class ConnectorsEndpoint(ConnectorCatalog connectors)
{
    private const int DefaultPageSize = 100;

    private static readonly ValueSchema ConnectorParameters = ObjectSchema.AllowingUnknownFields("ListConnectors",
        Optional("active", BooleanValue),
        Optional("cursor", StringValue),
        Optional("page_size", Integer(min: 1, max: 1000)));

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
        routes.MapApi("GET", "/connectors", List);
        routes.MapApi("GET", "/connectors/{connector_id_or_name}", request => ApiResponse.Json(ToJson(Find(request))));
        routes.MapApi("GET", "/connectors/{connector_id_or_name}/tools", ListTools);
        routes.MapApi("POST", "/connectors/{connector_id_or_name}/tools/{tool_name}/call", CallTool);
    }

    /// <summary>Lists the connectors, all of which are active.</summary>
    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(ConnectorParameters);
        var matches = query.Find("active")?.ToBoolean() is false ? [] : connectors.GetAll();
        var (items, cursor) = PageToken.GetPage(matches, connector => connector.Id.ToString(), query, DefaultPageSize, "cursor");
        return ApiResponse.Json(new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(ToJson)]),
            ["pagination"] = new JsonObject
            {
                ["next_cursor"] = cursor,
                ["page_size"] = (int)(query.FindNumber("page_size") ?? DefaultPageSize),
            },
        });
    }

    /// <summary>Lists the tools. Unlike in other lists, the first page is 1.</summary>
    private ApiResponse ListTools(ApiRequest request)
    {
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

    private static JsonObject ToJson(ScriptedConnector connector) => new()
    {
        ["id"] = connector.Id.ToString(),
        ["name"] = connector.Name,
        ["description"] = "",
        ["created_at"] = connector.CreatedAt.ToJson(),
        ["modified_at"] = connector.CreatedAt.ToJson(),
        ["protocol"] = "mcp",
        ["owner_type"] = "workspace",
        ["visibility"] = "shared_workspace",
        ["active"] = true,
        ["private_tool_execution"] = false,
        ["mistral"] = false,
        ["supported_auth_methods"] = new JsonArray(new JsonObject { ["method_type"] = "none", ["has_default_credentials"] = false }),
    };

    private ScriptedConnector Find(ApiRequest request)
    {
        var id = request.GetRouteValue("connector_id_or_name");
        return connectors.Find(id) ?? throw ApiError.NotFound($"Connector {id} not found");
    }
}
