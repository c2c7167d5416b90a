namespace Mistral.Extensions.AI.Http;

/// <summary>What came back, or a piece of it. A server may say no with a status of success, and every member is optional to the JSON.</summary>
internal interface IApiResponse
{
    /// <summary>Whether it has anything of what was asked for.</summary>
    bool HasContent { get; }
}
