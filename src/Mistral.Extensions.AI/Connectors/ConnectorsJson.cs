using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>Source-generated JSON metadata of the types in the <c>Connectors</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Connector))]
[JsonSerializable(typeof(PaginatedConnectors))]
[JsonSerializable(typeof(McpToolList))]
[JsonSerializable(typeof(IReadOnlyList<McpTool>))]
[JsonSerializable(typeof(ConnectorCallToolRequest))]
[JsonSerializable(typeof(ConnectorToolCallResponse))]
[JsonSerializable(typeof(McpTextContent))]
[JsonSerializable(typeof(McpImageContent))]
[JsonSerializable(typeof(McpAudioContent))]
[JsonSerializable(typeof(McpResourceLink))]
[JsonSerializable(typeof(McpEmbeddedResource))]
[JsonSerializable(typeof(UnknownMcpContent))]
[JsonSerializable(typeof(ListConnectorToolsRequest))]
[JsonSerializable(typeof(ListConnectorsRequest))]
internal sealed partial class ConnectorsJson : JsonSerializerContext;
