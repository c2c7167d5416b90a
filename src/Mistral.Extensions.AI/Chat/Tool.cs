using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Something the model may use: a function of the caller's, or a tool that runs at Mistral's.</summary>
[JsonConverter(typeof(Converter))]
public abstract record Tool
{
    private protected Tool()
    {
    }

    /// <summary>The discriminator on the wire (<c>type</c>).</summary>
    [JsonPropertyOrder(-1)]
    public abstract string? Type { get; }

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

/// <summary>A function the caller runs (<c>Tool</c> in the API's description).</summary>
/// <param name="Function">What it is called and what it takes.</param>
public sealed record FunctionTool(Function Function) : Tool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "function";
}

/// <summary>A function as the model sees it (<c>Function</c>).</summary>
public sealed record Function
{
    /// <summary>Letters, digits, <c>_</c> and <c>-</c>, 64 at most.</summary>
    public string? Name { get; init; }

    /// <summary>What it does, for the model to know when to call it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the arguments follow the schema to the letter.</summary>
    /// <value>The server takes null for false.</value>
    public bool? Strict { get; init; }

    /// <summary>A JSON schema of type object. The API demands it, also of a function without parameters.</summary>
    public JsonElement Parameters { get; init; }
}

/// <summary>A tool that runs at Mistral's, and what of it may be used.</summary>
public abstract record HostedTool : Tool
{
    private protected HostedTool()
    {
    }

    /// <summary>Which of its functions may be used, and which only after a confirmation; null for all.</summary>
    public ToolConfiguration? ToolConfiguration { get; init; }
}

/// <summary>Search on the web. Mistral runs it in conversations, not in chat completions.</summary>
public sealed record WebSearchTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "web_search";
}

/// <summary>Search on the web and in news agencies. Mistral runs it in conversations, not in chat completions.</summary>
public sealed record WebSearchPremiumTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "web_search_premium";
}

/// <summary>Runs Python. Mistral runs it in conversations, not in chat completions.</summary>
public sealed record CodeInterpreterTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "code_interpreter";
}

/// <summary>Makes images.</summary>
public sealed record ImageGenerationTool : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "image_generation";
}

/// <summary>Searches in libraries of documents.</summary>
/// <param name="LibraryIds">The libraries; one at least.</param>
public sealed record DocumentLibraryTool(IReadOnlyList<string> LibraryIds) : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "document_library";
}

/// <summary>A connector, i.e. an MCP server that Mistral talks to (<c>CustomConnector</c>).</summary>
/// <param name="ConnectorId">The id or name of the connector.</param>
public sealed record CustomConnector(string ConnectorId) : HostedTool
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "connector";

    /// <summary>What the connector wants to see; null for the credentials it holds.</summary>
    public ConnectorAuthorization? Authorization { get; init; }
}

/// <summary>The credentials of a connector (<c>OAuth2TokenAuth</c>, <c>APIKeyAuth</c>).</summary>
/// <param name="Type"><c>oauth2-token</c> or <c>api-key</c>.</param>
/// <param name="Value">The token or the key.</param>
public sealed record ConnectorAuthorization(string Type, string Value)
{
    /// <summary>Names the kind only: credentials do not belong in logs.</summary>
    /// <returns>The kind of credentials.</returns>
    public override string ToString() => $"{nameof(ConnectorAuthorization)} {{ {nameof(Type)} = {Type} }}";
}

/// <summary>Which functions of a hosted tool may be used (<c>ToolConfiguration</c>).</summary>
public sealed record ToolConfiguration
{
    /// <summary>None of these.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Only these.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>These only after the user has agreed.</summary>
    public IReadOnlyList<string>? RequiresConfirmation { get; init; }
}

/// <summary>A tool this version of the library does not know. It is sent as it is.</summary>
/// <param name="Json">The whole tool.</param>
public sealed record UnknownTool(JsonElement Json) : Tool, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");
}
