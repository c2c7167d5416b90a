using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.SamplePrograms;

/// <summary>The sample TokensAndCost as a process.</summary>
[Trait("Requires", "net10.0")]
[Collection(nameof(NonParallel))]
public sealed class TokensAndCostTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Table_has_the_tokens_and_the_cost_of_all_responses()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        const string Usage =
            """{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_tokens_details":{"cached_tokens":600}}""";
        const string StreamUsage = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";
        const string Message = """{"role":"assistant","content":"Hello"}""";
        emulator.When(
            new RequestMatch { Model = "mistral-small-latest" },
            ScriptedResponse.Json($$"""
                {"id":"a","object":"chat.completion","created":1,"model":"mistral-small-latest","usage":{{Usage}},
                 "choices":[{"index":0,"message":{{Message}},"finish_reason":"stop"}]}
                """),
            ScriptedResponse.EventStream(StubServer.Chunk(Message, "stop", StreamUsage).ReplaceLineEndings(""), "[DONE]"));

        var output = await SampleProcess.RunAsync("TokensAndCost", emulator.Endpoint);

        Assert.Equal((0, 0), (output.ExitCode, output.Errors.Length));
        Assert.Equal(
            [
                "Operation Model Calls Input Output Dollars",
                "chat mistral-medium-latest 1 9 8 0.000082",
                // (400 + 10) * 1.00 + 600 * 0.10 + 55 * 4.00 dollars per million tokens.
                "chat mistral-small-latest 2 1,010 55 0.000690",
                "embeddings mistral-embed 1 11 0 0.000005",
                "Total 0.000777",
            ],
            output.Lines[^5..].Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Error_is_one_line_without_a_table()
    {
        await using var emulator = await MistralEmulator.StartAsync(new() { ApiKey = "another-key-0123456789" }, CancellationToken);

        var output = await SampleProcess.RunAsync("TokensAndCost", emulator.Endpoint);

        Assert.Equal((1, 0), (output.ExitCode, output.Lines.Length));
        Assert.Contains("401", Assert.Single(output.Errors), StringComparison.Ordinal);
    }
}
