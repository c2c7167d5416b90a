using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Reads the body of a scripted response from JSON: any JSON, a text, or the events of a stream.</summary>
internal static class ScriptedBody
{
    /// <summary>Creates a response with the body and its content type.</summary>
    public static ScriptedResponse Read(JsonElement response)
    {
        if (response.Find("events") is not null)
            return ScriptedResponse.EventStream(response.FindItems("events").Select(GetPayload));
        if (!response.TryGetProperty("body", out var body))
            return new ScriptedResponse();
        var isText = body.ValueKind == JsonValueKind.String;
        return new ScriptedResponse
        {
            Body = Encoding.UTF8.GetBytes(isText ? body.GetString()! : body.GetRawText()),
            ContentType = response.FindString("content_type")
                ?? (isText ? $"{MediaTypeNames.Text.Plain}; charset=utf-8" : MediaTypeNames.Application.Json),
        };
    }

    /// <summary>Returns what is wrong with the fields of the body.</summary>
    public static IEnumerable<string> FindErrors(JsonElement response)
    {
        var hasBody = response.TryGetProperty("body", out _);
        if (hasBody && response.Find("events") is not null)
            yield return "A response cannot have both a body and events.";
        if (!hasBody && response.Find("content_type") is not null)
            yield return "A content_type requires a body.";
        if (response.FindItems("events").Select(GetPayload).Any(payload => payload.AsSpan().ContainsAny('\r', '\n')))
            yield return "An event must be one line. Use a body with the content_type text/event-stream for other streams.";
    }

    private static string GetPayload(JsonElement data) =>
        data.ValueKind == JsonValueKind.String ? data.GetString()! : CompactJson.Serialize(data.ToNode());
}
