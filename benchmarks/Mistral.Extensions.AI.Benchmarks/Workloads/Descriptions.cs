using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Describes results as text, so that the results of all implementations can be compared.</summary>
internal static class Descriptions
{
    internal static string Describe(
        string text, string? finishReason, long? totalTokens, IEnumerable<(string Name, string Arguments)> calls) =>
        $"{Hash(text)} {finishReason} {totalTokens} {string.Join(' ', calls)}";

    internal static string Describe(ChatResponse response) => Describe(
        response.Text,
        response.FinishReason?.Value,
        response.Usage?.TotalTokenCount,
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
            .Select(call => (call.Name, string.Join(',', call.Arguments!.Select(argument => $"{argument.Key}={argument.Value}")))));

    internal static string Describe(IEnumerable<ReadOnlyMemory<float>> vectors) =>
        string.Join(' ', vectors.Select(vector => Hash(MemoryMarshal.AsBytes(vector.Span).ToArray())));

    internal static string FlattenArguments(BinaryData json) => string.Join(
        ',', JsonDocument.Parse(json).RootElement.EnumerateObject().Select(property => $"{property.Name}={property.Value}"));

    internal static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] data) => Convert.ToHexString(SHA256.HashData(data))[..12];
}
