namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>Describes requests for the callbacks of the options.</summary>
internal static class RequestInfoMapping
{
    // A common estimate for English text and JSON.
    private const int BytesPerToken = 4;

    /// <summary>Describes a request. The path is that of the API, whatever the base address of the client.</summary>
    internal static MistralRequestInfo ToRequestInfo(ApiHttpRequest request, Uri endpoint) => new()
    {
        Method = request.Method.Method,
        Path = $"/v1/{request.RequestUri!.AbsolutePath.Substring(endpoint.AbsolutePath.Length)}",
        Model = (request.Body as IModelRequest)?.Model,
        IsStreaming = request.IsStreaming,
        EstimatedTokens = EstimateTokens(request),
        Pages = (request.Body as IPagedRequest)?.PageCount,
    };

    private static int EstimateTokens(ApiHttpRequest request)
    {
        var length = (request.Content as Content.RequestContent)?.TextLength ?? 0;
        var maxTokens = (request.Body as IGenerationRequest)?.MaxTokens ?? 0;
        return (int)Math.Min(int.MaxValue, (length + BytesPerToken - 1) / BytesPerToken + maxTokens);
    }
}
