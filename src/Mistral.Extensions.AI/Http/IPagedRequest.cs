namespace Mistral.Extensions.AI.Http;

/// <summary>A request body with a document, of which the API processes pages.</summary>
internal interface IPagedRequest : IRequestBody
{
    /// <summary>The number of pages to process, or null if the request does not specify it.</summary>
    int? PageCount { get; }
}
