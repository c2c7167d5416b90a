using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.SamplePrograms;

/// <summary>The sample McpTools as a process.</summary>
[Trait("Requires", "net10.0")]
[Collection(nameof(NonParallel))]
public sealed class McpToolsTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_calls_the_tools_of_the_server()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);

        var output = await SampleProcess.RunAsync("McpTools", emulator.Endpoint);

        Assert.Equal((0, 0), (output.ExitCode, output.Errors.Length));
        Assert.Equal(
            [
                "--- Tools of the server shop",
                "get_stock: Gets the number of lamps in the shop of a city.",
                "get_opening_hours: Gets the opening hours of the shop of a city.",
                "--- What is the stock of lamps in Paris and in Lyon?",
                "get_stock(Paris) = 5 lamps in Paris",
                "get_stock(Lyon) = 28 lamps in Lyon",
                "The tool get_stock returned: 5 lamps in Paris The tool get_stock returned: 28 lamps in Lyon",
            ],
            output.Lines);
        Assert.Equal(2, emulator.Requests.Count);
    }

    [Theory]
    [InlineData("no-such-program")]
    [InlineData("dotnet", "--version")]
    public async Task Server_that_does_not_start_is_one_line(params string[] command)
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);

        var output = await SampleProcess.RunAsync("McpTools", emulator.Endpoint, ["Hello", .. command]);

        Assert.NotEqual(0, output.ExitCode);
        var expected = $"The MCP server could not be started with \"{string.Join(' ', command)}\": ";
        Assert.StartsWith(expected, Assert.Single(output.Errors), StringComparison.Ordinal);
        Assert.Empty(emulator.Requests);
    }
}
