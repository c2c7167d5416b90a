using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The result of one request of a batch job.</summary>
/// <param name="StatusCode">The status code of the response; null if there is no response.</param>
/// <param name="Body">The body of the response as JSON; empty if there is no response.</param>
internal sealed record BatchResult(int? StatusCode, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the request succeeded.</summary>
    public bool IsSuccess => StatusCode < 400;

    /// <summary>Creates the result for a response of an endpoint.</summary>
    public static BatchResult FromResponse(ApiResponse response) => new(response.StatusCode, response.BodySegments.Single());

    /// <summary>Creates the result for a scripted response. A body that is not JSON becomes a JSON string.</summary>
    public static BatchResult FromScript(ScriptedResponse scripted)
    {
        if (scripted.CutAfterBytes is not null)
            return new BatchResult(StatusCode: null, default);
        var body = scripted.Body ?? default;
        try
        {
            return new BatchResult(scripted.StatusCode, CompactJson.SerializeToUtf8Bytes(body.IsEmpty ? null : JsonNode.Parse(body.Span)));
        }
        catch (JsonException)
        {
            return new BatchResult(scripted.StatusCode, CompactJson.SerializeToUtf8Bytes(Encoding.UTF8.GetString(body.Span)));
        }
    }

    /// <summary>Creates the line of the output file or the error file.</summary>
    /// <param name="id">The ID of the line.</param>
    /// <param name="customId">The ID of the request; null if it has none.</param>
    public ReadOnlyMemory<byte> ToLine(string id, string? customId)
    {
        var line = new ArrayBufferWriter<byte>(Body.Length + 256);
        line.Write("{\"id\":"u8);
        line.Write(CompactJson.SerializeToUtf8Bytes(id));
        line.Write(",\"custom_id\":"u8);
        line.Write(CompactJson.SerializeToUtf8Bytes(customId));
        if (StatusCode is { } statusCode)
        {
            line.Write(Encoding.UTF8.GetBytes($",\"response\":{{\"status_code\":{statusCode},\"body\":"));
            line.Write(Body.Span);
            line.Write("},\"error\":null}"u8);
        }
        else
        {
            line.Write(",\"response\":null,\"error\":{\"message\":\"The connection was closed before the response was complete.\"}}"u8);
        }
        return line.WrittenMemory;
    }
}
