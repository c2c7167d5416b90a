using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>
/// The schemas of scripts as JSON: in fixtures and in the control API. <c>fixtures.schema.json</c> describes them for editors.
/// </summary>
internal static class ScriptSchemas
{
    private const int MaxDelay = 24 * 60 * 60 * 1000;

    private static readonly ValueSchema Match = new ObjectSchema("RequestMatch",
        Optional("model", StringValue),
        Optional("endpoint", StringValue),
        Optional("text", StringValue),
        Optional("text_contains", StringValue),
        Optional("text_pattern", StringValue),
        Optional("turn_index", Integer(min: 0, max: int.MaxValue)),
        Optional("has_tool_result", BooleanValue));

    private static readonly ValueSchema ToolCall = new ObjectSchema("ScriptedToolCall",
        Required("name", StringValue),
        Optional("arguments", new KindSchema(
            "arguments", "arguments_type", "Input should be a valid dictionary or string", JsonValueKind.Object, JsonValueKind.String)),
        Optional("id", StringValue));

    private static readonly ValueSchema Response = new ObjectSchema("ScriptedResponse",
        Optional("text", StringValue),
        Optional("text_chunks", ListOf(StringValue)),
        Optional("thinking", StringValue),
        Optional("tool_calls", ListOf(ToolCall, minItems: 1)),
        Optional("finish_reason", StringValue),
        Optional("status_code", Integer(min: 200, max: 599)),
        Optional("headers", new MapSchema(new TextSchema(1, 1_000), StringValue)),
        Optional("content_type", StringValue),
        Optional("body", AnyValue),
        Optional("events", ListOf(AnyValue)),
        Optional("delay_ms", Number(min: 0, max: MaxDelay)),
        Optional("delay_between_events_ms", Number(min: 0, max: MaxDelay)),
        Optional("cut_after_bytes", Integer(min: 0, max: int.MaxValue)),
        Optional("times", Integer(min: 1, max: int.MaxValue).OrNull));

    /// <summary>The schema of a script: the requests that it is for, and the responses to them.</summary>
    public static readonly ValueSchema Script = new ObjectSchema("Script",
        Optional("match", Match),
        Optional("response", Response),
        Optional("responses", ListOf(Response, minItems: 1)));

    /// <summary>The schema of fixtures.</summary>
    public static readonly ValueSchema Fixtures = new ObjectSchema("Fixtures",
        Optional("$schema", StringValue),
        Required("fixtures", ListOf(Script)));
}
