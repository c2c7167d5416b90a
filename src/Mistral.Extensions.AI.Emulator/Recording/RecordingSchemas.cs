using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>The schema of the files with recordings.</summary>
internal static class RecordingSchemas
{
    private static readonly ValueSchema Milliseconds = Number(min: 0, max: 24 * 60 * 60 * 1000);

    private static readonly ValueSchema Part = new ObjectSchema("Part",
        Required("name", StringValue),
        Optional("file_name", StringValue),
        Optional("content_type", StringValue),
        Optional("text", StringValue),
        Optional("base64", new Base64Schema()));

    private static readonly ValueSchema Request = new ObjectSchema("Request",
        Required("method", StringValue),
        Required("path", StringValue),
        Optional("test_id", StringValue),
        Optional("content_type", StringValue),
        Optional("json", AnyValue),
        Optional("text", StringValue),
        Optional("base64", new Base64Schema()),
        Optional("parts", ListOf(Part)));

    private static readonly ValueSchema Chunk = new ObjectSchema("Chunk",
        Required("time_ms", Milliseconds),
        Optional("text", StringValue),
        Optional("base64", new Base64Schema()));

    private static readonly ValueSchema Response = new ObjectSchema("Response",
        Required("status_code", Integer(min: 200, max: 599)),
        Required("time_ms", Milliseconds),
        Optional("body_time_ms", Milliseconds),
        Optional("incomplete", BooleanValue),
        Required("headers", new MapSchema(new TextSchema(1, 1_000), AnyOf(StringValue, ListOf(StringValue)))),
        Optional("json", AnyValue),
        Optional("text", StringValue),
        Optional("base64", new Base64Schema()),
        Optional("chunks", ListOf(Chunk)));

    /// <summary>The schema of one file.</summary>
    public static readonly ValueSchema File = new ObjectSchema("Recording",
        Required("number", Integer(min: 1, max: int.MaxValue)),
        Required("request", Request),
        Required("response", Response));
}
