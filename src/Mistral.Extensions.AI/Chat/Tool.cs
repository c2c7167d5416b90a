using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A tool that the model may call: a function of the caller, or a hosted tool that Mistral executes.</summary>
[JsonConverter(typeof(Converter))]
public abstract record Tool
{
    private protected Tool()
    {
    }

    /// <summary>The type of the tool (<c>type</c>), for example <c>function</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public abstract string? Type { get; }

    /// <summary>
    /// Additional properties: those of a request are sent unchanged, and those that the API returned, for example in an agent, are
    /// preserved.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    internal sealed class Converter() : UnionConverter<Tool, UnknownTool>("type", tool => tool.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            "function" => ChatJson.Default.FunctionTool,
            "web_search" => ChatJson.Default.WebSearchTool,
            "web_search_premium" => ChatJson.Default.WebSearchPremiumTool,
            "code_interpreter" => ChatJson.Default.CodeInterpreterTool,
            "image_generation" => ChatJson.Default.ImageGenerationTool,
            "document_library" => ChatJson.Default.DocumentLibraryTool,
            "connector" => ChatJson.Default.CustomConnector,
            _ => null,
        };
    }
}

/// <summary>A function that the caller executes (<c>Tool</c> in the OpenAPI description).</summary>
/// <param name="Function">The name, description and parameters of the function (<c>function</c>).</param>
public sealed record FunctionTool([property: JsonPropertyName("function")] Function Function) : Tool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "function";
}

/// <summary>The definition of a function for the model (<c>Function</c>).</summary>
public sealed record Function
{
    /// <summary>The name of the function (<c>name</c>): 1 to 64 letters, digits, <c>_</c> and <c>-</c>. Required.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the function (<c>description</c>), which the model uses to decide when to call it.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Whether the arguments must match the schema exactly (<c>strict</c>).</summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("strict")]
    public bool? Strict { get; init; }

    /// <summary>
    /// The parameters (<c>parameters</c>) as a JSON schema of type object. Required; <c>{}</c> for a function without parameters.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyName("parameters")]
    public JsonElement Parameters { get; init; }

    /// <summary>Additional properties. They are sent unchanged, and preserved in responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>
    /// Whether the bytes of the parameters can be sent as they are. Those of the caller's JSON may have comments or trailing commas.
    /// </summary>
    [JsonIgnore]
    internal bool HasTransformedParameters { get; init; }
}

/// <summary>A tool that Mistral executes.</summary>
[JsonConverter(typeof(HostedConverter))]
public abstract record HostedTool : Tool
{
    private protected HostedTool()
    {
    }

    /// <summary>
    /// The functions of the tool that may be called, and those that require confirmation (<c>tool_configuration</c>); null for all
    /// functions.
    /// </summary>
    [JsonPropertyName("tool_configuration")]
    public ToolConfiguration? ToolConfiguration { get; init; }

    internal sealed class HostedConverter : JsonConverter<HostedTool>
    {
        public override HostedTool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, ChatJson.Default.Tool) as HostedTool
                ?? throw new JsonException("The tool is not one of the hosted tools. Read it as Tool.");

        public override void Write(Utf8JsonWriter writer, HostedTool value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, ChatJson.Default.Tool);
    }
}

/// <summary>Web search. Available in the Conversations API, not in chat completions.</summary>
public sealed record WebSearchTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "web_search";
}

/// <summary>Web search including news agencies. Available in the Conversations API, not in chat completions.</summary>
public sealed record WebSearchPremiumTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "web_search_premium";
}

/// <summary>Execution of Python code. Available in the Conversations API, not in chat completions.</summary>
public sealed record CodeInterpreterTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "code_interpreter";
}

/// <summary>Image generation.</summary>
public sealed record ImageGenerationTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "image_generation";
}

/// <summary>Search in document libraries.</summary>
/// <param name="LibraryIds">The IDs of the libraries to search (<c>library_ids</c>); at least one.</param>
public sealed record DocumentLibraryTool([property: JsonPropertyName("library_ids")] IReadOnlyList<string> LibraryIds) : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "document_library";
}

/// <summary>A connector: an MCP server that Mistral calls (<c>CustomConnector</c>).</summary>
/// <param name="ConnectorId">The ID or name of the connector (<c>connector_id</c>).</param>
public sealed record CustomConnector([property: JsonPropertyName("connector_id")] string ConnectorId) : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "connector";

    /// <summary>The credentials for the connector (<c>authorization</c>); null to use those stored with it.</summary>
    [JsonPropertyName("authorization")]
    public ConnectorAuthorization? Authorization { get; init; }
}

/// <summary>The credentials of a connector (<c>OAuth2TokenAuth</c>, <c>APIKeyAuth</c>).</summary>
/// <param name="Type">The type of the credentials (<c>type</c>): <c>oauth2-token</c> or <c>api-key</c>.</param>
/// <param name="Value">The token or the key (<c>value</c>).</param>
public sealed record ConnectorAuthorization(
    [property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("value")] string Value)
{
    /// <summary>Returns a text with the type only, so that the credentials do not appear in logs.</summary>
    /// <returns>The type of the credentials.</returns>
    public override string ToString() => $"{nameof(ConnectorAuthorization)} {{ {nameof(Type)} = {Type} }}";
}

/// <summary>The functions of a hosted tool that may be called (<c>ToolConfiguration</c>).</summary>
public sealed record ToolConfiguration
{
    /// <summary>The names of the functions that may not be called (<c>exclude</c>).</summary>
    [JsonPropertyName("exclude")]
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The names of the only functions that may be called (<c>include</c>).</summary>
    [JsonPropertyName("include")]
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>The names of the functions that the user must confirm before each call (<c>requires_confirmation</c>).</summary>
    [JsonPropertyName("requires_confirmation")]
    public IReadOnlyList<string>? RequiresConfirmation { get; init; }

    /// <summary>Additional properties. They are sent unchanged, and preserved in responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>A tool of a type that this version of the library does not define. It is sent unchanged.</summary>
/// <param name="Json">The tool as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownTool(JsonElement Json) : Tool, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownTool>(json => new(json));
}
