using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Batch;

/// <summary>A line of an output file or an error file.</summary>
internal sealed record BatchResultLine
{
    public string? Id { get; init; }

    public string? CustomId { get; init; }

    public ResponsePart? Response { get; init; }

    public JsonElement? Error { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>The response of the endpoint.</summary>
    internal sealed record ResponsePart
    {
        public int? StatusCode { get; init; }

        public JsonElement? Body { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? AdditionalProperties { get; set; }
    }
}
