namespace Mistral.Extensions.AI.Http.Hosts;

/// <summary>The conventions of <c>api.mistral.ai</c>, which gateways and self-hosted servers have as well.</summary>
internal sealed class MistralHost : IApiHost
{
    internal static readonly MistralHost Instance = new();

    private MistralHost()
    {
    }

    // Relative URIs replace everything after the last slash of the base address.
    public Uri GetBaseAddress(Uri endpoint)
    {
        var address = endpoint.AbsoluteUri.TrimEnd('/');
        return new(address.EndsWith("/v1", StringComparison.Ordinal) ? $"{address}/" : $"{address}/v1/");
    }

    public Uri CreateUri(Uri baseAddress, string path, string? model, bool isStream) => new($"{baseAddress.AbsoluteUri}{path}");

    public (string Name, string Prefix) GetKeyHeader(bool isToken) => ("Authorization", "Bearer ");

    public bool RequiresKey(Uri endpoint) => IsMistral(endpoint.Host);

    private static bool IsMistral(string host) =>
        host is "mistral.ai" || host.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase);
}
