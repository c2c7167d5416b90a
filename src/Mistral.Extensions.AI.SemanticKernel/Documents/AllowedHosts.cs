using System.Diagnostics.CodeAnalysis;

namespace Mistral.Extensions.AI.SemanticKernel.Documents;

/// <summary>The hosts whose https URLs a model may read.</summary>
internal sealed class AllowedHosts
{
    private const string Wildcard = "*.";

    // Names that resolve to the local machine or the local network.
    private static readonly string[] LocalNames = ["localhost", "local", "internal", "localdomain", "lan", "home.arpa"];

    private readonly string[] _hosts;

    /// <exception cref="ArgumentException">A host is not a public host name.</exception>
    internal AllowedHosts(IEnumerable<string> allowedHosts) =>
        _hosts = [.. allowedHosts.Select(host => Normalize(host, nameof(allowedHosts)))];

    /// <summary>What the model may specify, or null if no host is allowed.</summary>
    internal string? Description => _hosts.Length == 0 ? null : $"an https URL of one of these hosts: {string.Join(", ", _hosts)}";

    /// <summary>Returns whether the text is a URL of an allowed host, on the default port and without user information.</summary>
    internal bool TryGetUrl(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && url is { Scheme: "https", IsDefaultPort: true, UserInfo.Length: 0 }
        && IsAllowed(url.IdnHost.TrimEnd('.'));

    private bool IsAllowed(string host) => Array.Exists(_hosts, allowed => allowed.StartsWith(Wildcard, StringComparison.Ordinal)
        ? host.EndsWith(allowed.Substring(1), StringComparison.OrdinalIgnoreCase)
        : host.Equals(allowed, StringComparison.OrdinalIgnoreCase));

    private static string Normalize(string? host, string parameterName)
    {
        var prefix = host?.StartsWith(Wildcard, StringComparison.Ordinal) is true ? Wildcard : "";
        if (TryGetDnsName(host?.Substring(prefix.Length), out var name) && name.Contains('.') && !IsLocal(name))
            return prefix + name;

        throw new ArgumentException(
            $"\"{host}\" is not a public host name. Use a name such as \"example.com\", or \"*.example.com\" for its subdomains: "
                + "IP addresses, names of local hosts, ports and paths are not allowed.",
            parameterName);
    }

    private static bool TryGetDnsName(string? host, [NotNullWhen(true)] out string? name)
    {
        name = Uri.CheckHostName(host) is UriHostNameType.Dns && Uri.TryCreate($"https://{host}", UriKind.Absolute, out var url)
            && url.HostNameType is UriHostNameType.Dns
            ? url.IdnHost.TrimEnd('.')
            : null;
        return name is not null;
    }

    private static bool IsLocal(string name) => Array.Exists(LocalNames, local =>
        name.Equals(local, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + local, StringComparison.OrdinalIgnoreCase));
}
