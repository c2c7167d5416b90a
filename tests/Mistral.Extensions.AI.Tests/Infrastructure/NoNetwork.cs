using Moq;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A client that must not send: for input that is refused before anything goes out.</summary>
internal static class NoNetwork
{
    /// <summary>Whoever sends with it gets an exception of Moq's, and not the expected one.</summary>
    internal static MistralClient CreateClient() =>
        new(new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object), new() { ApiKey = "test-key" });
}
