using System.Data.Common;

namespace Mistral.Extensions.AI.Hosting;

/// <summary>Reads the model of a connection string. The client reads, and validates, its endpoint and its API key.</summary>
internal static class ConnectionStringModel
{
    internal static string? Read(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString) || Uri.IsWellFormedUriString(connectionString, UriKind.Absolute))
            return null;

        try
        {
            var values = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return values.TryGetValue("Model", out var model) && model is string { Length: > 0 } modelId ? modelId : null;
        }
        catch (ArgumentException)
        {
            // The format is wrong. The client reports it when the host starts.
            return null;
        }
    }
}
