namespace Mistral.Extensions.AI.Http.Hosts;

/// <summary>
/// The conventions of Vertex AI of Google Cloud, as in the package <c>mistralai.gcp</c> of Mistral's Python SDK: the model is in the path
/// as well as in the body, and all operations have the same path.
/// </summary>
internal sealed class GoogleCloudHost : IApiHost
{
    private readonly string _models;

    /// <summary>Initializes a new instance of the <see cref="GoogleCloudHost"/> class.</summary>
    /// <exception cref="ArgumentException">The ID of the project is empty.</exception>
    internal GoogleCloudHost(string projectId, string region)
    {
        var project = RequestPath.EscapeSegment(projectId, "The ID of the project is empty or invalid.", nameof(projectId));
        _models = $"projects/{project}/locations/{region}/publishers/mistralai/models/";
    }

    public Uri GetBaseAddress(Uri endpoint) => MistralHost.Instance.GetBaseAddress(endpoint);

    public Uri CreateUri(Uri baseAddress, string path, string? model, bool isStream)
    {
        if (path is not ("chat/completions" or "fim/completions" or "ocr"))
        {
            throw new NotSupportedException(
                $"Google Cloud does not have the operation \"{path}\". It has chat completions, FIM completions and OCR. "
                    + "Use a client for api.mistral.ai instead.");
        }

        const string NoModel = "No model was specified, or its name is invalid. Google Cloud needs a model such as \"mistral-small-2503\".";
        // Older models have a version after '@', which is allowed in a path.
        var segment = RequestPath.EscapeSegment(model, NoModel, nameof(model)).Replace("%40", "@");
        return new($"{baseAddress.AbsoluteUri}{_models}{segment}:{(isStream ? "streamRawPredict" : "rawPredict")}");
    }

    public (string Name, string Prefix) GetKeyHeader(bool isToken) => ("Authorization", "Bearer ");

    public bool RequiresKey(Uri endpoint) => true;
}
