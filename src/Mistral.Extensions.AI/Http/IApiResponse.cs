namespace Mistral.Extensions.AI.Http;

/// <summary>
/// A response of the API, or one chunk of it. A server can return an error with a success status, and since all properties are optional,
/// that error can be deserialized as an empty response.
/// </summary>
internal interface IApiResponse
{
    /// <summary>Whether the response contains any of the requested content.</summary>
    bool HasContent { get; }
}
