using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Whatever lines a stream has, however they end and wherever the network cuts them, they are read as the standard says.</summary>
public sealed class EventStreamPropertyTests
{
    private static readonly Gen<string> Texts =
        Gen.Elements("a", "é", "東", "😀", "\u2028", "\u2029", "\u0085", "\\", "\"", "data:", " ").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> Payloads = Gen.Frequency(
        (12, from text in Texts
             from reason in Gen.Elements(null, null, null, "stop")
             select Chunk(text, reason)),
        (1, Gen.Constant("[DONE]")),
        (1, Gen.Constant("""{"error":{"message":"No"}}""")),
        (1, Gen.Constant("{oops")));

    private static readonly Gen<string> Lines = Gen.Frequency(
        (6, from payload in Payloads
            from field in Gen.Elements("data: ", "data:")
            select field + payload),
        (3, from payload in Payloads
                // JSON over several lines, and a blank line after it.
            select string.Join('\n', payload.Replace("\"delta\"", "\n\"delta\"", StringComparison.Ordinal).Split('\n').Select(line => $"data: {line}")) + "\n"),
        (12, Gen.Constant("")),
        (2, Gen.Elements(": keep-alive", ":", "id: 7", "retry: 10", "event: message", "event:", "Data: no field", "unknown: x", "data-: x")),
        (1, Gen.Elements("event: error", "data")));

    private static readonly Gen<(string Text, int Seed)> Streams =
        from lines in Lines.ArrayOf()
        from ends in Gen.Elements("\n", "\r\n", "\r").ArrayOf(256)
        from mark in Gen.Elements("", "\uFEFF")
        from seed in Gen.Choose(0, int.MaxValue)
        select (mark + Join(string.Join('\n', lines).Split('\n'), ends), seed);

    [Fact]
    public void Stream_in_random_fragments_is_read_according_to_the_SSE_standard() => CheckProperty((bytes, random) =>
        FragmentedStream.Split(bytes, Enumerable.Range(0, random.Next(10)).Select(_ => random.Next(bytes.Length + 1)).Distinct()));

    [Fact]
    public void Stream_in_single_bytes_is_read_according_to_the_SSE_standard() => CheckProperty((bytes, _) =>
        FragmentedStream.Split(bytes, Enumerable.Range(1, bytes.Length)));

    [Fact]
    public void Compressed_stream_is_read_according_to_the_SSE_standard() => CheckProperty((bytes, random) =>
    {
        var packed = FragmentedStream.Gzip(bytes);
        return new GZipStream(FragmentedStream.Split(packed, Enumerable.Range(0, random.Next(10)).Select(_ => random.Next(packed.Length)).Distinct()), CompressionMode.Decompress);
    });

    private static void CheckProperty(Func<byte[], Random, Stream> createBody) =>
        Prop.ForAll(Streams.ToArbitrary(), stream =>
        {
            var (expected, actual) = (GetExpectedResult(stream.Text), ReadAsync(createBody(FragmentedStream.ToUtf8(stream.Text), new(stream.Seed))).GetAwaiter().GetResult());
            return (expected == actual).Label($"expected {expected}\nactual   {actual}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>The pieces of the answer, and whether it ended well.</summary>
    private static string GetExpectedResult(string stream)
    {
        var (text, events, finished) = ("", 0, false);
        foreach (var (type, data) in ReferenceSseParser.Parse(stream))
        {
            if (type != "error" && data == "[DONE]")
                return events > 0 ? $"{text}|" : $"{text}|failed";
            if (type == "error" || !TryParse(data, out var json) || json!["error"] is not null)
                return $"{text}|failed";

            events++;
            text += (string?)json["choices"]![0]!["delta"]!["content"];
            finished |= json["choices"]![0]!["finish_reason"] is not null;
        }

        return finished ? $"{text}|" : $"{text}|failed";
    }

    private static async Task<string> ReadAsync(Stream body)
    {
        var text = "";
        try
        {
            using var client = new StubServer().Then(() => new(System.Net.HttpStatusCode.OK) { Content = new StreamContent(body) }).CreateClient();
            await client.StreamTextAsync(piece => text += piece);
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
        catch (System.Text.Json.JsonException)
        {
            json = null;
            return false;
        }
    }

    private static string Chunk(string text, string? reason) => new JsonObject
    {
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["content"] = text }, ["finish_reason"] = reason }),
    }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string Join(string[] lines, string[] ends) => lines
        .Select((line, i) => i < lines.Length - 1 ? line + ends[i % ends.Length] : line)
        .Aggregate(new StringBuilder(), (all, line) => all.Append(line)).ToString();
}
