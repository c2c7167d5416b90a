using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mistral.Extensions.AI.Emulator.Server;

/// <summary>Every request, in order of arrival, without the keys.</summary>
internal sealed class RequestLog
{
    private static readonly string[] Secrets = ["Authorization", "x-api-key"];

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<EmulatedRequest> Snapshot()
    {
        lock (_gate)
            return [.. _entries.Select(entry => entry.Request)];
    }

    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    public Entry Add(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var entry = new Entry(new EmulatedRequest
        {
            Method = context.Request.Method,
            Path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => Redact(header.Key, header.Value.ToString()), StringComparer.OrdinalIgnoreCase),
            Body = body,
            Json = ReadJson(body),
        });
        lock (_gate)
            _entries.Add(entry);
        return entry;
    }

    private static string Redact(string name, string value)
    {
        if (!Secrets.Contains(name, StringComparer.OrdinalIgnoreCase))
            return value;
        return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? "Bearer ***" : "***";
    }

    private static JsonNode? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonNode.Parse(body.Span, documentOptions: Call.Reading);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed class Entry(EmulatedRequest request)
    {
        private volatile EmulatedRequest _request = request;

        public EmulatedRequest Request => _request;

        public void Answering(int statusCode) => _request = _request with { StatusCode = statusCode };
    }
}
