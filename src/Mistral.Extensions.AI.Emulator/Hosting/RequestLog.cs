using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Every request, in order of arrival, without the keys.</summary>
internal sealed class RequestLog
{
    private static readonly string[] SecretHeaders = ["Authorization", "x-api-key"];

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
            return [.. _entries.Select(entry => entry.Request)];
    }

    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    public Entry Add(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var entry = new Entry(new RecordedRequest
        {
            Method = context.Request.Method,
            Path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => Redact(header.Key, header.Value.ToString()), StringComparer.OrdinalIgnoreCase),
            Body = body,
            Json = ParseJson(body),
        });
        lock (_lock)
            _entries.Add(entry);
        return entry;
    }

    private static string Redact(string name, string value)
    {
        if (!SecretHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            return value;
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? "Bearer ***" : "***";
    }

    private static JsonNode? ParseJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonNode.Parse(body.Span, documentOptions: ApiRequest.DocumentOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed class Entry(RecordedRequest request)
    {
        private volatile RecordedRequest _request = request;

        public RecordedRequest Request => _request;

        public void SetStatusCode(int statusCode) => _request = _request with { StatusCode = statusCode };
    }
}
