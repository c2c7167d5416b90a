using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Counts the tokens that a model generates for a response or an event, whether it is generated or scripted.</summary>
internal static class ResponseTokens
{
    private static readonly string[] TextFields = ["arguments", "content", "text", "thinking"];

    /// <summary>Returns the <c>completion_tokens</c> of a JSON body; 0 if there are none.</summary>
    public static int CountBody(ReadOnlyMemory<byte> body) => Read(body, root =>
        (int)Math.Clamp(root.Find("usage")?.FindNumber("completion_tokens") ?? 0, 0, int.MaxValue));

    /// <summary>Counts the tokens in the delta of an event; 0 if it has none, for example because it has only the finish reason.</summary>
    public static int CountEvent(ReadOnlyMemory<byte> data)
    {
        var start = data.Span.IndexOf("data:"u8);
        if (start < 0)
            return 0;
        var payload = data[(start + "data:".Length)..];
        var end = payload.Span.IndexOfAny((byte)'\r', (byte)'\n');
        return Read(end < 0 ? payload : payload[..end], CountDeltas);
    }

    private static int CountDeltas(JsonElement data) =>
        data.FindItems("choices").Sum(choice => choice.Find("delta") is { } delta ? CountText(delta, isText: false) : 0)
        + (data.FindString("type")?.EndsWith(".delta", StringComparison.Ordinal) is true ? CountText(data, isText: false) : 0);

    /// <summary>Counts the tokens of all texts: a delta has a text, or chunks and tool calls with texts.</summary>
    private static int CountText(JsonElement value, bool isText) => value.ValueKind switch
    {
        JsonValueKind.String when isText => Tokenizer.Count(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Sum(item => CountText(item, isText)),
        JsonValueKind.Object => value.EnumerateObject().Sum(field => CountText(field.Value, TextFields.Contains(field.Name))),
        _ => 0,
    };

    /// <summary>Reads JSON; returns 0 if it is not a JSON object, for example <c>[DONE]</c> or malformed data of a script.</summary>
    private static int Read(ReadOnlyMemory<byte> json, Func<JsonElement, int> count)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? count(document.RootElement) : 0;
        }
        // InvalidOperationException: a string is not valid text.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }
}
