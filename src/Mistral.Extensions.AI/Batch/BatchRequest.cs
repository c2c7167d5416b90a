using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Batch;

/// <summary>A request of a batch job (<c>BatchRequest</c>), which is also a line of a batch file.</summary>
/// <remarks><see cref="BatchEndpoint{TRequest, TResponse}.CreateRequest"/> creates it from the request of an endpoint.</remarks>
public sealed record BatchRequest
{
    /// <summary>
    /// The ID with which the results refer to the request (<c>custom_id</c>). It must be unique in the job, because results are not in the
    /// order of the requests.
    /// </summary>
    [JsonPropertyName("custom_id")]
    public string? CustomId { get; init; }

    /// <summary>
    /// The body of the request to the endpoint (<c>body</c>), a JSON object. Required. The model may be left out if the job has one.
    /// </summary>
    [JsonPropertyName("body")]
    public JsonElement Body { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the error of a request in a sequence, or null if it is valid.</summary>
    internal static string? Validate(BatchRequest? request, long index) => request switch
    {
        null => $"Request {index} is null. Remove it.",
        { Body.ValueKind: not JsonValueKind.Object } =>
            $"The body of request {index}{(request.CustomId is { } id ? $" (\"{id}\")" : "")} is not a JSON object. "
                + "Create requests with BatchEndpoints, for example BatchEndpoints.Embeddings.CreateRequest.",
        _ => null,
    };
}
