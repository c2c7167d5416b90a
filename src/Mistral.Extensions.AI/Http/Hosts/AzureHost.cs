namespace Mistral.Extensions.AI.Http.Hosts;

/// <summary>
/// The conventions of Azure AI Foundry, as in the package <c>mistralai.azure</c> of Mistral's Python SDK. An API key is sent in the header
/// <c>api-key</c>, and a token of Microsoft Entra ID in <c>Authorization</c>.
/// </summary>
internal sealed class AzureHost(string apiVersion) : IApiHost
{
    private readonly string _query = $"?api-version={Uri.EscapeDataString(apiVersion)}";

    public Uri GetBaseAddress(Uri endpoint) => new($"{endpoint.AbsoluteUri.TrimEnd('/')}/");

    public Uri CreateUri(Uri baseAddress, string path, string? model, bool isStream) => path switch
    {
        "chat/completions" => new($"{baseAddress.AbsoluteUri}models/chat/completions{_query}"),
        "ocr" => new($"{baseAddress.AbsoluteUri}providers/mistral/azure/ocr{_query}"),
        _ => throw new NotSupportedException(
            $"Azure AI does not have the operation \"{path}\". It has chat completions and OCR. Use a client for api.mistral.ai instead."),
    };

    public (string Name, string Prefix) GetKeyHeader(bool isToken) => isToken ? ("Authorization", "Bearer ") : ("api-key", "");

    public bool RequiresKey(Uri endpoint) => true;
}
