using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>
/// Reloads the options of a client when its configuration changes. If they are invalid, the error is logged and the last valid options
/// remain in use.
/// </summary>
internal sealed class OptionsReload : IOptionsChangeTokenSource<MistralClientOptions>, IDisposable
{
    private readonly IOptionsFactory<MistralClientOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _subscriptions;
    private CancellationTokenSource _changed = new();

    internal OptionsReload(ClientRegistration client, IOptionsFactory<MistralClientOptions> factory, ILoggerFactory? loggerFactory)
    {
        (Name, _factory, _logger) = (client.OptionsName, factory, Log.CreateLogger(loggerFactory));
        _subscriptions = client.Sections.ConvertAll(section => ChangeToken.OnChange(section.Configuration.GetReloadToken, Reload));
    }

    public string Name { get; }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());

    private void Reload()
    {
        try
        {
            _factory.Create(Name);
        }
        // An exception would be thrown to the code that reloads the configuration, or be lost.
        catch (OptionsValidationException exception)
        {
            Log.InvalidConfiguration(_logger, exception.Message);
            return;
        }

        Interlocked.Exchange(ref _changed, new()).Cancel();
    }
}
