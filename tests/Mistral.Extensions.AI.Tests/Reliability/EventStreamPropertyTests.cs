using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Random event streams are read according to the SSE standard, with any lines, line endings and fragments. The expected result comes from
/// <see cref="ReferenceSseParser"/>.
/// </summary>
public sealed class EventStreamPropertyTests
{
    private static readonly Gen<string> Texts =
        Gen.Elements("a", "é", "東", "😀", "\u2028", "\u2029", "\u0085", "\\", "\"", "data:", " ").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> Payloads = Gen.Frequency(
        (12, from text in Texts
             from reason in Gen.Elements(null, null, null, "stop")
             select CreateChunk(text, reason)),
        (1, Gen.Constant("[DONE]")),
        (1, Gen.Constant("""{"error":{"message":"No"}}""")),
        (1, Gen.Constant("{oops")));

    private static readonly Gen<string> Lines = Gen.Frequency(
        (6, from payload in Payloads
            from field in Gen.Elements("data: ", "data:")
            select field + payload),
        (3, from payload in Payloads
            select SplitIntoDataLines(payload)),
        (12, Gen.Constant("")),
        (2, Gen.Elements(
            ": keep-alive", ":", "id: 7", "retry: 10", "event: message", "event:", "Data: no field", "unknown: x", "data-: x")),
        (1, Gen.Elements("event: error", "data")));

    private static readonly Gen<(string Text, int Seed)> Streams =
        from lines in Lines.ArrayOf()
        from lineEndings in Gen.Elements("\n", "\r\n", "\r").ArrayOf(256)
        from byteOrderMark in Gen.Elements("", "\uFEFF")
        from seed in Gen.Choose(0, int.MaxValue)
        select (byteOrderMark + Join(string.Join('\n', lines).Split('\n'), lineEndings), seed);

    [Fact]
    public void Stream_in_random_fragments_is_read_according_to_the_SSE_standard() => CheckProperty((bytes, random) =>
        FragmentedStream.Split(bytes, GetRandomPositions(random, bytes.Length + 1)));

    [Fact]
    public void Stream_in_single_bytes_is_read_according_to_the_SSE_standard() => CheckProperty((bytes, _) =>
        FragmentedStream.Split(bytes, Enumerable.Range(1, bytes.Length)));

    [Fact]
    public void Compressed_stream_is_read_according_to_the_SSE_standard() => CheckProperty((bytes, random) =>
    {
        var compressed = FragmentedStream.Gzip(bytes);
        var fragments = FragmentedStream.Split(compressed, GetRandomPositions(random, compressed.Length));
        return new GZipStream(fragments, CompressionMode.Decompress);
    });

    private static void CheckProperty(Func<byte[], Random, Stream> createBody) =>
        Prop.ForAll(Streams.ToArbitrary(), stream =>
        {
            var body = createBody(FragmentedStream.ToUtf8(stream.Text), new(stream.Seed));
            var (expected, actual) = (GetExpectedResult(stream.Text), ReadAsync(body).GetAwaiter().GetResult());
            return (expected == actual).Label($"expected {expected}\nactual   {actual}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static IEnumerable<int> GetRandomPositions(Random random, int end) =>
        Enumerable.Range(0, random.Next(10)).Select(_ => random.Next(end)).Distinct();

    /// <summary>Gets the expected text, followed by "|failed" if reading the stream must throw, and by "|" otherwise.</summary>
    private static string GetExpectedResult(string stream)
    {
        var (text, eventCount, isFinished) = ("", 0, false);
        foreach (var (type, data, hasBlankLine) in ReferenceSseParser.Parse(stream))
        {
            if (type != "error" && data.Length == 0)
                continue;
            if (type != "error" && data == "[DONE]")
                return eventCount > 0 ? $"{text}|" : $"{text}|failed";
            // A truncated event after the finish reason is ignored, unless it is an error.
            var isError = type == "error" || data.TrimStart().StartsWith("{\"error\"", StringComparison.Ordinal);
            if (isFinished && !hasBlankLine && !isError && !TryParse(data, out _))
                return $"{text}|";
            if (type == "error" || !TryParse(data, out var json) || json!["error"] is not null)
                return $"{text}|failed";

            eventCount++;
            text += (string?)json["choices"]![0]!["delta"]!["content"];
            isFinished |= json["choices"]![0]!["finish_reason"] is not null;
        }

        return isFinished ? $"{text}|" : $"{text}|failed";
    }

    private static async Task<string> ReadAsync(Stream body)
    {
        var text = "";
        try
        {
            var server = new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StreamContent(body) });
            using var client = server.CreateClient();
            await client.StreamTextAsync(chunk => text += chunk);
            return $"{text}|";
        }
        catch (MistralException)
        {
            return $"{text}|failed";
        }
    }

    private static bool TryParse(string data, out JsonNode? json)
    {
        try
        {
            json = JsonNode.Parse(data);
            return json is JsonObject;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }

    private static string CreateChunk(string text, string? finishReason)
    {
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["delta"] = new JsonObject { ["content"] = text },
            ["finish_reason"] = finishReason,
        };
        return new JsonObject { ["choices"] = new JsonArray(choice) }
            .ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Splits a payload with a delta into two data lines, followed by an empty line.</summary>
    private static string SplitIntoDataLines(string payload)
    {
        var lines = payload.Replace("\"delta\"", "\n\"delta\"", StringComparison.Ordinal).Split('\n');
        return string.Join('\n', lines.Select(line => $"data: {line}")) + "\n";
    }

    private static string Join(string[] lines, string[] lineEndings)
    {
        var text = string.Concat(lines.Select((line, i) => i < lines.Length - 1 ? line + lineEndings[i % lineEndings.Length] : line));
        // At the end of the stream, a single carriage return could be the first half of a line ending (CR LF).
        return text.EndsWith('\r') ? $"{text}\n" : text;
    }
}
