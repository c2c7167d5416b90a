using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The schemas of messages and content chunks, with the names of the OpenAPI description.</summary>
internal static class MessageSchemas
{
    /// <summary>The schema of text chunks.</summary>
    public static readonly ValueSchema TextChunk = new ObjectSchema("TextChunk",
        Optional("type", Const("text")),
        Required("text", StringValue));

    /// <summary>The schema of reference chunks.</summary>
    public static readonly ValueSchema ReferenceChunk = new ObjectSchema("ReferenceChunk",
        Optional("type", Const("reference")),
        Required("reference_ids", ListOf(AnyOf(Integer(), StringValue))));

    /// <summary>The schema of tool reference chunks.</summary>
    public static readonly ValueSchema ToolReferenceChunk = new ObjectSchema("ToolReferenceChunk",
        Optional("type", Const("tool_reference")),
        Required("tool", StringValue),
        Required("title", StringValue),
        Optional("url", StringValue.OrNull),
        Optional("favicon", StringValue.OrNull),
        Optional("description", StringValue.OrNull));

    /// <summary>The schema of thinking chunks.</summary>
    public static readonly ValueSchema ThinkChunk = new ObjectSchema("ThinkChunk",
        Optional("type", Const("thinking")),
        Required("thinking", ListOf(new TaggedUnionSchema("ThinkChunkThinking", "type",
            ("text", TextChunk),
            ("tool_reference", ToolReferenceChunk),
            ("reference", ReferenceChunk)))),
        Optional("signature", StringValue.OrNull),
        Optional("closed", BooleanValue));

    /// <summary>The schema of image chunks.</summary>
    public static readonly ValueSchema ImageUrlChunk = new ObjectSchema("ImageURLChunk",
        Optional("type", Const("image_url")),
        Required("image_url", AnyOf(StringValue, new ObjectSchema("ImageURL",
            Required("url", StringValue),
            Optional("detail", EnumOf("low", "auto", "high").OrNull)))));

    /// <summary>The schema of document chunks.</summary>
    public static readonly ValueSchema DocumentUrlChunk = new ObjectSchema("DocumentURLChunk",
        Optional("type", Const("document_url")),
        Required("document_url", StringValue),
        Optional("document_name", StringValue.OrNull));

    /// <summary>The schema of file chunks.</summary>
    public static readonly ValueSchema FileChunk = new ObjectSchema("FileChunk",
        Optional("type", Const("file")),
        Required("file_id", Uuid));

    /// <summary>The schema of a content chunk of any type.</summary>
    public static readonly ValueSchema ContentChunk = new TaggedUnionSchema("ContentChunk", "type",
        ("text", TextChunk),
        ("image_url", ImageUrlChunk),
        ("document_url", DocumentUrlChunk),
        ("reference", ReferenceChunk),
        ("file", FileChunk),
        ("thinking", ThinkChunk),
        ("input_audio", new ObjectSchema("AudioChunk",
            Optional("type", Const("input_audio")),
            Required("input_audio", AnyOf(StringValue, new ObjectSchema("InputAudio",
                Required("data", StringValue),
                Optional("format", StringValue.OrNull)))))));

    /// <summary>The schema of the content of a message: a string or a list of chunks.</summary>
    public static readonly ValueSchema Content = AnyOf(StringValue, ListOf(ContentChunk));

    /// <summary>The schema of a message of any role.</summary>
    public static readonly ValueSchema Message = new TaggedUnionSchema("Message", "role",
        ("system", new ObjectSchema("SystemMessage",
            Required("role", Const("system")),
            Required("content", AnyOf(StringValue, ListOf(new TaggedUnionSchema("SystemMessageContentChunks", "type",
                ("text", TextChunk),
                ("thinking", ThinkChunk))))))),
        ("user", new ObjectSchema("UserMessage",
            Required("role", Const("user")),
            Required("content", Content.OrNull))),
        ("assistant", new ObjectSchema("AssistantMessage",
            Required("role", Const("assistant")),
            Optional("content", Content.OrNull),
            Optional("tool_calls", ListOf(ToolSchemas.ToolCall).OrNull),
            Optional("prefix", BooleanValue))),
        ("tool", new ObjectSchema("ToolMessage",
            Required("role", Const("tool")),
            Required("content", Content.OrNull),
            Optional("tool_call_id", StringValue.OrNull),
            Optional("name", StringValue.OrNull))));
}
