using Moq;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Creates clients that cannot send, for tests of input that is rejected before a request is sent.</summary>
internal static class NoNetwork
{
    /// <summary>Creates a client whose requests throw a <see cref="MockException"/>, which no test expects.</summary>
    internal static MistralClient CreateClient() =>
        new(new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object), new() { ApiKey = "test-key" });
}
