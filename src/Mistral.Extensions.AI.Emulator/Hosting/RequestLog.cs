using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Records all requests in the order of their arrival, without API keys.</summary>
internal sealed class RequestLog
{
    private static readonly string[] SecretHeaders = ["Authorization", "x-api-key"];

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Returns a copy of the recorded requests.</summary>
    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
            return [.. _entries.Select(entry => entry.Request)];
    }

    /// <summary>Removes all recorded requests.</summary>
    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    /// <summary>Records a request.</summary>
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

    /// <summary>A recorded request, whose status code is set when the response starts.</summary>
    internal sealed class Entry(RecordedRequest request)
    {
        private volatile RecordedRequest _request = request;

        /// <summary>The request.</summary>
        public RecordedRequest Request => _request;

        /// <summary>Sets the status code of the response.</summary>
        public void SetStatusCode(int statusCode) => _request = _request with { StatusCode = statusCode };
    }
}
