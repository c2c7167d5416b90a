using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>Creates the body of a request of a batch job.</summary>
internal static class BatchRequestBody
{
    /// <summary>
    /// Adds the model and the agent of the job to a body. They replace those of the body, so that jobs with different models can have the
    /// same input file: https://docs.mistral.ai/capabilities/batch.
    /// </summary>
    public static ReadOnlyMemory<byte> Create(BatchJob job, JsonElement body)
    {
        var json = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(body).Length + 64);
        json.Write("{"u8);
        if (job.Model is not null)
            Write("model"u8, CompactJson.SerializeToUtf8Bytes(job.Model));
        if (job.AgentId is not null)
            Write("agent_id"u8, CompactJson.SerializeToUtf8Bytes(job.AgentId));
        foreach (var property in body.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (!(job.Model is not null && name.SequenceEqual("model"u8)) && !(job.AgentId is not null && name.SequenceEqual("agent_id"u8)))
                Write(name, JsonMarshal.GetRawUtf8Value(property.Value));
        }
        json.Write("}"u8);
        return json.WrittenMemory;

        void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            json.Write(json.WrittenCount > 1 ? ",\""u8 : "\""u8);
            json.Write(name);
            json.Write("\":"u8);
            json.Write(value);
        }
    }
}
