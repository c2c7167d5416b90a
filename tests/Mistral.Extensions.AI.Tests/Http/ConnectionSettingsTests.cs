using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Credentials;

namespace Mistral.Extensions.AI.Tests.Http;

public sealed class ConnectionSettingsTests
{
    [Fact]
    public void Text_of_the_settings_has_the_endpoint_and_not_the_key()
    {
        var settings = new ConnectionSettings(
            new Uri("https://api.mistral.ai/v1/"), new FixedKey("secret-key-0123456789"),
            TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), 1024,
            TimeProvider.System, "agent", NullLogger.Instance);

        var text = settings.ToString();

        Assert.Contains("https://api.mistral.ai/v1/", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", text, StringComparison.Ordinal);
    }
}
