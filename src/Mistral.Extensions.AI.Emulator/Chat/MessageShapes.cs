using Mistral.Extensions.AI.Emulator.Fields;
using static Mistral.Extensions.AI.Emulator.Fields.Field;
using static Mistral.Extensions.AI.Emulator.Fields.Shape;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>The messages and their chunks, as in the OpenAPI schemas <c>SystemMessage</c> … <c>ContentChunk</c>.</summary>
internal static class MessageShapes
{
    public static readonly Shape TextChunk = new RecordShape("TextChunk",
        Optional("type", Const("text")),
        Required("text", Text));

    public static readonly Shape ReferenceChunk = new RecordShape("ReferenceChunk",
        Optional("type", Const("reference")),
        Required("reference_ids", ListOf(Any(Whole(), Text))));

    public static readonly Shape ToolReferenceChunk = new RecordShape("ToolReferenceChunk",
        Optional("type", Const("tool_reference")),
        Required("tool", Text),
        Required("title", Text),
        Optional("url", Text.OrNull),
        Optional("favicon", Text.OrNull),
        Optional("description", Text.OrNull));

    public static readonly Shape ThinkChunk = new RecordShape("ThinkChunk",
        Optional("type", Const("thinking")),
        Required("thinking", ListOf(new TaggedShape("ThinkChunkThinking", "type",
            ("text", TextChunk),
            ("tool_reference", ToolReferenceChunk),
            ("reference", ReferenceChunk)))),
        Optional("signature", Text.OrNull),
        Optional("closed", Flag));

    public static readonly Shape ImageUrlChunk = new RecordShape("ImageURLChunk",
        Optional("type", Const("image_url")),
        Required("image_url", Any(Text, new RecordShape("ImageURL",
            Required("url", Text),
            Optional("detail", OneOf("low", "auto", "high").OrNull)))));

    public static readonly Shape DocumentUrlChunk = new RecordShape("DocumentURLChunk",
        Optional("type", Const("document_url")),
        Required("document_url", Text),
        Optional("document_name", Text.OrNull));

    public static readonly Shape FileChunk = new RecordShape("FileChunk",
        Optional("type", Const("file")),
        Required("file_id", Uuid));

    public static readonly Shape ContentChunk = new TaggedShape("ContentChunk", "type",
        ("text", TextChunk),
        ("image_url", ImageUrlChunk),
        ("document_url", DocumentUrlChunk),
        ("reference", ReferenceChunk),
        ("file", FileChunk),
        ("thinking", ThinkChunk),
        ("input_audio", new RecordShape("AudioChunk",
            Optional("type", Const("input_audio")),
            Required("input_audio", Text))));

    public static readonly Shape Content = Any(Text, ListOf(ContentChunk));

    public static readonly Shape Message = new TaggedShape("Message", "role",
        ("system", new RecordShape("SystemMessage",
            Required("role", Const("system")),
            Required("content", Any(Text, ListOf(new TaggedShape("SystemMessageContentChunks", "type",
                ("text", TextChunk),
                ("thinking", ThinkChunk))))))),
        ("user", new RecordShape("UserMessage",
            Required("role", Const("user")),
            Required("content", Content.OrNull))),
        ("assistant", new RecordShape("AssistantMessage",
            Required("role", Const("assistant")),
            Optional("content", Content.OrNull),
            Optional("tool_calls", ListOf(ToolShapes.ToolCall).OrNull),
            Optional("prefix", Flag))),
        ("tool", new RecordShape("ToolMessage",
            Required("role", Const("tool")),
            Required("content", Content.OrNull),
            Optional("tool_call_id", Text.OrNull),
            Optional("name", Text.OrNull))));
}
