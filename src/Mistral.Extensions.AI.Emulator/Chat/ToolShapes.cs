using Mistral.Extensions.AI.Emulator.Fields;
using static Mistral.Extensions.AI.Emulator.Fields.Field;
using static Mistral.Extensions.AI.Emulator.Fields.Shape;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>Tools, the choice among them, their calls: the OpenAPI schemas <c>Tool</c>, <c>ToolChoice</c>, <c>ToolCall</c>.</summary>
internal static class ToolShapes
{
    public static readonly Shape ToolConfiguration = new RecordShape("ToolConfiguration",
        Optional("exclude", ListOf(Text).OrNull),
        Optional("include", ListOf(Text).OrNull),
        Optional("requires_confirmation", ListOf(Text).OrNull));

    public static readonly Shape Tool = new TaggedShape("Tool", "type",
        ("function", new RecordShape("Tool",
            Optional("type", Const("function")),
            Required("function", new RecordShape("Function",
                Required("name", Text),
                Optional("description", Text),
                Optional("strict", Flag),
                Required("parameters", OpenObject))))),
        BuiltIn("web_search"),
        BuiltIn("web_search_premium"),
        BuiltIn("code_interpreter"),
        BuiltIn("image_generation"),
        BuiltIn("document_library", Required("library_ids", ListOf(Text, minItems: 1))),
        BuiltIn("connector",
            Required("connector_id", Text),
            Optional("authorization", new TaggedShape("Authorization", "type",
                ("oauth2-token", Secret("oauth2-token")),
                ("api-key", Secret("api-key"))).OrNull)))
    {
        Default = "function",
    };

    public static readonly Shape Choice = Any(
        OneOf("auto", "none", "any", "required"),
        new RecordShape("ToolChoice",
            Optional("type", Const("function")),
            Required("function", new RecordShape("FunctionName",
                Required("name", Text)))));

    public static readonly Shape ToolCall = new RecordShape("ToolCall",
        Optional("id", Text),
        Optional("type", Const("function")),
        Required("function", new RecordShape("FunctionCall",
            Required("name", Text),
            Required("arguments", Any(OpenObject, Text)))),
        Optional("index", Whole()));

    private static (string Tag, Shape Shape) BuiltIn(string type, params Field[] fields) => (type, new RecordShape(type,
    [
        Optional("type", Const(type)),
        Optional("tool_configuration", ToolConfiguration.OrNull),
        .. fields,
    ]));

    private static RecordShape Secret(string type) => new(type,
        Optional("type", Const(type)),
        Required("value", Text));
}
