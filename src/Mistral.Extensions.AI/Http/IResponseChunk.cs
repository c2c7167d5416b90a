namespace Mistral.Extensions.AI.Http;

/// <summary>A chunk of a streamed response.</summary>
internal interface IResponseChunk : IApiResponse
{
    /// <summary>
    /// Whether the chunk has a part of the response, or ends it. A server can send other chunks without end, so that they do not reset the
    /// idle timeout.
    /// </summary>
    bool ContinuesResponse { get; }
}
