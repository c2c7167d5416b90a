using System.Text.Json;

namespace Mistral.Extensions.AI.Benchmarks.Workloads;

/// <summary>Describes requests in the formats of Mistral, OpenAI and Anthropic as text, so that they can be compared.</summary>
internal static class RequestDescription
{
    internal static string Create(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        List<string> lines = [$"model: {root.GetProperty("model")}"];
        if (root.TryGetProperty("stream", out var stream) && stream.GetBoolean())
            lines.Add("stream");
        if (root.TryGetProperty("system", out var system))
            lines.Add($"system: {DescribeContent(system)}");
        foreach (var message in GetArray(root, "messages"))
            lines.Add($"{message.GetProperty("role")}: {DescribeContent(message.GetProperty("content"))}");
        foreach (var tool in GetArray(root, "tools"))
            lines.Add($"tool: {DescribeTool(tool.TryGetProperty("function", out var function) ? function : tool)}");
        foreach (var input in GetArray(root, "input"))
            lines.Add($"input: {input}");
        return string.Join('\n', lines);
    }

    private static string DescribeContent(JsonElement content) => content.ValueKind is JsonValueKind.String
        ? Descriptions.Hash(content.GetString()!)
        : string.Join(' ', content.EnumerateArray().Select(DescribePart));

    private static string DescribePart(JsonElement part) => part.GetProperty("type").GetString() switch
    {
        "text" => Descriptions.Hash(part.GetProperty("text").GetString()!),
        "image_url" => DescribeDataUri(part.GetProperty("image_url")),
        "image" => DescribeSource(part.GetProperty("source")),
        var type => throw new InvalidOperationException($"The content has the unknown type {type}."),
    };

    private static string DescribeDataUri(JsonElement url)
    {
        var uri = (url.ValueKind is JsonValueKind.String ? url : url.GetProperty("url")).GetString()!;
        var comma = uri.IndexOf(',', StringComparison.Ordinal);
        return $"{uri["data:".Length..comma]} {Descriptions.Hash(uri[(comma + 1)..])}";
    }

    private static string DescribeSource(JsonElement source) =>
        $"{source.GetProperty("media_type")};base64 {Descriptions.Hash(source.GetProperty("data").GetString()!)}";

    private static string DescribeTool(JsonElement tool)
    {
        var schema = tool.TryGetProperty("parameters", out var parameters) ? parameters : tool.GetProperty("input_schema");
        return $"{tool.GetProperty("name")} {tool.GetProperty("description")} {Sort(schema)}";
    }

    private static string Sort(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(
            ',', value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(property => $"{property.Name}:{Sort(property.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Sort)) + "]",
        _ => value.GetRawText(),
    };

    private static IEnumerable<JsonElement> GetArray(JsonElement root, string name) =>
        root.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];
}
