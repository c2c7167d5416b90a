using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The schemas of tools, tool choices and tool calls, with the names of the OpenAPI description.</summary>
internal static class ToolSchemas
{
    /// <summary>The schema of the <c>tool_configuration</c> field of built-in tools.</summary>
    public static readonly ValueSchema ToolConfiguration = new ObjectSchema("ToolConfiguration",
        Optional("exclude", ListOf(StringValue).OrNull),
        Optional("include", ListOf(StringValue).OrNull),
        Optional("requires_confirmation", ListOf(StringValue).OrNull));

    /// <summary>The tools that chat supports.</summary>
    private static readonly (string Tag, ValueSchema Schema)[] ChatTools =
    [
        ("function", new ObjectSchema("Tool",
            Optional("type", Const("function")),
            Required("function", new ObjectSchema("Function",
                Required("name", StringValue),
                Optional("description", StringValue),
                Optional("strict", BooleanValue),
                Required("parameters", AnyObject))))),
        BuiltInTool("image_generation"),
        BuiltInTool("document_library", Required("library_ids", ListOf(StringValue, minItems: 1))),
        BuiltInTool("connector",
            Required("connector_id", StringValue),
            Optional("authorization", new TaggedUnionSchema("Authorization", "type",
                ("oauth2-token", AuthorizationSchema("oauth2-token")),
                ("api-key", AuthorizationSchema("api-key"))).OrNull)),
    ];

    /// <summary>
    /// The schema of a tool of any type. The server rejects <c>web_search</c> and <c>code_interpreter</c>, which only the Conversations
    /// API has, although the OpenAPI description lists them.
    /// </summary>
    public static readonly ValueSchema Tool = new TaggedUnionSchema("Tool", "type", ChatTools)
    {
        DefaultTag = "function",
        ReportsUnknownTagAsEnum = true,
    };

    /// <summary>The schema of a tool of an agent or a conversation.</summary>
    public static readonly ValueSchema ConversationTool = new TaggedUnionSchema("Tool", "type",
        [.. ChatTools, BuiltInTool("web_search"), BuiltInTool("web_search_premium"), BuiltInTool("code_interpreter")])
    {
        DefaultTag = "function",
    };

    /// <summary>The schema of the <c>tool_choice</c> field: a mode, or the name of a function.</summary>
    public static readonly ValueSchema ToolChoice = AnyOf(
        EnumOf("auto", "none", "any", "required"),
        new ObjectSchema("ToolChoice",
            Optional("type", Const("function")),
            Required("function", new ObjectSchema("FunctionName",
                Required("name", StringValue)))));

    /// <summary>The schema of a tool call in an assistant message.</summary>
    public static readonly ValueSchema ToolCall = new ObjectSchema("ToolCall",
        Optional("id", StringValue),
        Optional("type", Const("function")),
        Required("function", new ObjectSchema("FunctionCall",
            Required("name", StringValue),
            Required("arguments", AnyOf(AnyObject, StringValue)))),
        Optional("index", Integer()));

    private static (string Tag, ValueSchema Schema) BuiltInTool(string type, params Field[] fields) => (type, new ObjectSchema(type,
    [
        Optional("type", Const(type)),
        Optional("tool_configuration", ToolConfiguration.OrNull),
        .. fields,
    ]));

    private static ObjectSchema AuthorizationSchema(string type) => new(type,
        Optional("type", Const(type)),
        Required("value", StringValue));
}
