using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Writes recordings to JSON, and reads them.</summary>
internal static class RecordingDocument
{
    /// <summary>Serializes a recording to UTF-8.</summary>
    public static byte[] Serialize(RecordedExchange exchange) => CompactJson.SerializeIndented(new JsonObject
    {
        ["number"] = exchange.Number,
        ["request"] = exchange.Request.ToNode(),
        ["response"] = ToJson(exchange.Response),
    });

    /// <summary>Reads a recording.</summary>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="utf8Json">The content of the file.</param>
    /// <exception cref="InvalidDataException">The content is not valid. The message lists the errors and their paths.</exception>
    public static RecordedExchange Read(string fileName, ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            var file = document.RootElement.Clone();
            var errors = new FieldErrors();
            RecordingSchemas.File.Validate(file, Location.Body, errors);
            if (errors.HasErrors)
                throw new InvalidDataException(string.Join("; ", FieldErrorText.Format(errors)));
            return new((int)file.FindNumber("number")!, file.GetProperty("request"), ReadResponse(file.GetProperty("response")))
            {
                FileName = fileName,
            };
        }
        // InvalidOperationException: a string is not valid text.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static JsonObject ToJson(RecordedResponse response)
    {
        var json = new JsonObject
        {
            ["status_code"] = response.StatusCode,
            ["time_ms"] = ToJson(response.Time),
            ["headers"] = new JsonObject(response.Headers.Select(header => KeyValuePair.Create(header.Key, ToJson(header.Value)))),
        };
        if (response.IsIncomplete)
            json["incomplete"] = true;
        if (response.IsStream)
        {
            json["chunks"] = new JsonArray([.. response.Chunks.Select(ToJson)]);
            return json;
        }
        if (response.Chunks.Count > 0)
            json["body_time_ms"] = ToJson(response.Chunks[^1].Time);
        ContentJson.Add(json, response.Body, response.ContentType, isExact: true);
        return json;
    }

    private static JsonNode? ToJson(string[] values) =>
        values is [var value] ? value : new JsonArray([.. values.Select(value => (JsonNode?)value)]);

    private static JsonObject ToJson(ResponseChunk chunk)
    {
        var json = new JsonObject { ["time_ms"] = ToJson(chunk.Time) };
        ContentJson.Add(json, chunk.Content, contentType: null, isExact: true);
        return json;
    }

    private static double ToJson(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    private static RecordedResponse ReadResponse(JsonElement response) => new()
    {
        StatusCode = (int)response.FindNumber("status_code")!,
        Time = ReadTime(response, "time_ms"),
        Headers = [.. response.FindProperties("headers").Select(header => KeyValuePair.Create(header.Name, ReadValues(header.Value)))],
        IsIncomplete = response.IsTrue("incomplete"),
        Chunks = response.Find("chunks") is null ? ReadBody(response) : [.. response.FindItems("chunks").Select(ReadChunk)],
    };

    private static ResponseChunk[] ReadBody(JsonElement response)
    {
        var time = ReadTime(response, response.Find("body_time_ms") is null ? "time_ms" : "body_time_ms");
        var content = ContentJson.Read(response);
        return content.IsEmpty ? [] : [new ResponseChunk(time, content)];
    }

    private static ResponseChunk ReadChunk(JsonElement chunk) => new(ReadTime(chunk, "time_ms"), ContentJson.Read(chunk));

    private static string[] ReadValues(JsonElement header) => header.ValueKind == JsonValueKind.String
        ? [header.GetString()!]
        : [.. header.EnumerateArray().Select(value => value.GetString()!)];

    private static TimeSpan ReadTime(JsonElement source, string name) =>
        TimeSpan.FromTicks((long)(source.FindNumber(name)!.Value * TimeSpan.TicksPerMillisecond));
}
