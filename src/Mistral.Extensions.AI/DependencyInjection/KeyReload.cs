using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Credentials;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>Replaces the API key of a client when its options are reloaded. All other options of the client are fixed.</summary>
internal static class KeyReload
{
    internal static void Start(IOptionsMonitor<MistralClientOptions> monitor, string optionsName, MistralClientOptions options)
    {
        if (options.ApiKey is null)
            return;

        var logger = Log.CreateLogger(options.LoggerFactory);
        var key = options.ReloadedKey = new ReloadedKey(options.ApiKey);
        monitor.OnChange((changed, name) =>
        {
            if (name != optionsName)
                return;

            // The new key may belong to the new endpoint. It must not be sent to the old one.
            if (changed.Endpoint != options.Endpoint)
                Log.EndpointChanged(logger);
            else if (changed.ApiKey is { } newKey && key.Replace(newKey))
                Log.KeyReloaded(logger);
        });
    }
}
