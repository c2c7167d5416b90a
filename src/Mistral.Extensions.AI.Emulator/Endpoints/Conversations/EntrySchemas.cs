using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The schemas of the entries that requests can have, with the names of the OpenAPI description.</summary>
internal static class EntrySchemas
{
    private static readonly (string Tag, ValueSchema Schema)[] InputChunks =
    [
        ("text", MessageSchemas.TextChunk),
        ("image_url", MessageSchemas.ImageUrlChunk),
        ("tool_file", new ObjectSchema("ToolFileChunk",
            Optional("type", Const("tool_file")),
            Required("tool", StringValue),
            Required("file_id", StringValue),
            Optional("file_name", StringValue.OrNull),
            Optional("file_type", StringValue.OrNull))),
        ("document_url", MessageSchemas.DocumentUrlChunk),
        ("thinking", MessageSchemas.ThinkChunk),
    ];

    private static readonly Field[] AgentFields = [Optional("agent_id", StringValue.OrNull), Optional("model", StringValue.OrNull)];

    /// <summary>The schema of the <c>inputs</c> field.</summary>
    public static readonly ValueSchema Inputs = AnyOf(StringValue, ListOf(new TaggedUnionSchema("InputEntries", "type",
        Entry("MessageInputEntry", EntryTypes.MessageInput,
            Required("role", EnumOf("assistant", "user")),
            Required("content", Content("MessageInputContentChunks", InputChunks)),
            Optional("prefix", BooleanValue)),
        Entry("MessageOutputEntry", EntryTypes.MessageOutput,
        [
            .. AgentFields,
            Optional("role", Const("assistant")),
            Required("content", Content("MessageOutputContentChunks",
                [.. InputChunks, ("tool_reference", MessageSchemas.ToolReferenceChunk)])),
        ]),
        Entry("FunctionResultEntry", EntryTypes.FunctionResult,
            Required("tool_call_id", StringValue),
            Required("result", StringValue)),
        Entry("FunctionCallEntry", EntryTypes.FunctionCall,
        [
            .. AgentFields,
            Required("tool_call_id", StringValue),
            Required("name", StringValue),
            Required("arguments", AnyOf(AnyObject, StringValue)),
            Optional("confirmation_status", EnumOf("pending", "allowed", "denied").OrNull),
        ]),
        Entry("ToolExecutionEntry", EntryTypes.ToolExecution,
        [
            .. AgentFields,
            Required("name", StringValue),
            Required("arguments", StringValue),
            Optional("info", AnyObject),
        ]),
        Entry("AgentHandoffEntry", EntryTypes.AgentHandoff,
            Required("previous_agent_id", StringValue),
            Required("previous_agent_name", StringValue),
            Required("next_agent_id", StringValue),
            Required("next_agent_name", StringValue)))
    {
        DefaultTag = EntryTypes.MessageInput,
    }));

    private static (string Tag, ValueSchema Schema) Entry(string name, string type, params Field[] fields) => (type, new ObjectSchema(name,
    [
        Optional("object", Const("entry")),
        Optional("type", Const(type)),
        Optional("created_at", ValueSchema.DateTime),
        Optional("completed_at", ValueSchema.DateTime.OrNull),
        Optional("id", StringValue),
        .. fields,
    ]));

    private static ValueSchema Content(string name, (string Tag, ValueSchema Schema)[] chunks) =>
        AnyOf(StringValue, ListOf(new TaggedUnionSchema(name, "type", chunks)));
}
