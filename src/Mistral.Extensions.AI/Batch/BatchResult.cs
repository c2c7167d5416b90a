using System.Text.Json;

namespace Mistral.Extensions.AI.Batch;

/// <summary>
/// The result of a request of a batch job: a <see cref="Response"/>, the error of the endpoint (<see cref="ResponseError"/>), or the error
/// of the job (<see cref="RequestError"/>).
/// </summary>
/// <typeparam name="TResponse">The type of the response.</typeparam>
public sealed record BatchResult<TResponse>
    where TResponse : class
{
    /// <summary>The ID of the result (<c>id</c>).</summary>
    public string? Id { get; init; }

    /// <summary>The ID of the request (<c>custom_id</c>).</summary>
    public string? CustomId { get; init; }

    /// <summary>The HTTP status code of the response (<c>status_code</c>); null if there is no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The response (<c>body</c>) if the request succeeded; otherwise null.</summary>
    public TResponse? Response { get; init; }

    /// <summary>
    /// The error of the endpoint: the response has an error status, or its body is not the expected response. Null if the request
    /// succeeded or there is no response.
    /// </summary>
    public MistralException? ResponseError { get; init; }

    /// <summary>
    /// The error of the batch job (<c>error</c>), for example because the endpoint did not process the request; otherwise null.
    /// </summary>
    public MistralException? RequestError { get; init; }

    /// <summary>The error, <see cref="ResponseError"/> or <see cref="RequestError"/>; null if the request succeeded.</summary>
    public MistralException? Error => ResponseError ?? RequestError;

    /// <summary>The body of the response (<c>body</c>) if <see cref="Response"/> is null; otherwise null.</summary>
    public JsonElement? ErrorBody { get; init; }

    /// <summary>Additional properties of the result.</summary>
    public IReadOnlyDictionary<string, JsonElement>? AdditionalProperties { get; init; }

    /// <summary>Additional properties of the response (<c>response</c>) next to its status and body.</summary>
    public IReadOnlyDictionary<string, JsonElement>? ResponseProperties { get; init; }

    /// <summary>Gets the response, or throws the error.</summary>
    /// <returns>The response.</returns>
    /// <exception cref="MistralException">The request failed: <see cref="ResponseError"/> or <see cref="RequestError"/>.</exception>
    public TResponse GetResponse() =>
        Response ?? throw (Error ?? new MistralException("The result has no response."));
}
