using System.Net.Mime;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>Creates the response with the <c>outputs</c> of a job. They are read from its files while they are sent.</summary>
internal static class BatchOutputs
{
    /// <summary>Creates the JSON of a job whose <c>outputs</c> are the lines of its output file and its error file.</summary>
    public static ApiResponse CreateResponse(BatchJob job)
    {
        var json = job.ToJson();
        FileContent[] contents =
            [.. new[] { job.State.OutputFile, job.State.ErrorFile }.OfType<StoredFile>().Select(file => file.Content)];
        if (contents.Length == 0)
            return ApiResponse.Json(json);
        json.Remove("outputs");
        ReadOnlyMemory<byte> start = (byte[])[.. CompactJson.SerializeToUtf8Bytes(json)[..^1], .. ",\"outputs\":["u8];
        ReadOnlyMemory<byte> end = "]}"u8.ToArray();
        return new ApiResponse(200, MediaTypeNames.Application.Json, contents.SelectMany(ReadItems).Prepend(start).Append(end))
        {
            BodyLength = start.Length + contents.Sum(content => content.Length) + contents.Length - 1 + end.Length,
        };
    }

    /// <summary>Reads the lines of a file as items of an array. The last line has no line break.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> ReadItems(FileContent content, int index)
    {
        if (index > 0)
            yield return ","u8.ToArray();
        foreach (var segment in content.ReadSegments())
        {
            var items = segment.ToArray();
            items.AsSpan().Replace((byte)'\n', (byte)',');
            yield return items;
        }
    }
}
