using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Fim;

namespace Mistral.Extensions.AI.Tests.Fim;

/// <summary>Fill-in-the-middle completions with the emulator, which validates requests as Mistral does.</summary>
public sealed class FimEmulatorTests
{
    private static readonly FimCompletionRequest Request = new()
    {
        Model = "codestral-latest",
        Prompt = "def is_odd(n):\n    ",
        Suffix = "\n\nprint(is_odd(7))",
        Temperature = 0,
        MaxTokens = 64,
    };

    [Fact]
    public async Task Streamed_completion_equals_non_streamed_completion()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = CreateClient(emulator);

        var complete = (await client.Fim.CompleteAsync(Request, TestContext.Current.CancellationToken)).Choices![0];
        var (streamed, reason, chunkCount) = ("", (string?)null, 0);
        await foreach (var chunk in client.Fim.StreamAsync(Request, TestContext.Current.CancellationToken))
        {
            streamed += chunk.Choices![0].Delta!.Content?.Text;
            reason ??= chunk.Choices[0].FinishReason;
            chunkCount++;
        }

        Assert.NotEqual("", streamed);
        Assert.Equal((complete.Message!.Content!.Text, complete.FinishReason), (streamed, reason));
        Assert.True(chunkCount > 1);
        Assert.All(emulator.Requests, request => Assert.Equal(200, request.StatusCode));
    }

    [Fact]
    public async Task Chat_model_is_rejected()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = CreateClient(emulator);

        var error = await Assert.ThrowsAsync<MistralException>(
            () => client.Fim.CompleteAsync(Request with { Model = "mistral-small-latest" }, TestContext.Current.CancellationToken));

        Assert.Contains("FIM is not enabled", error.Message, StringComparison.Ordinal);
    }

    private static MistralClient CreateClient(MistralEmulator emulator) => new(
        new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });
}
