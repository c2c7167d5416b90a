using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Plugins;

/// <summary>The fill-in-the-middle plugin.</summary>
public sealed class MistralFimPluginTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_between_prefix_and_suffix_is_generated()
    {
        await using var fixture = await KernelFixture.StartAsync((builder, client) =>
            builder.Plugins.AddFromObject(new MistralFimPlugin(client), "code"));

        var code = await fixture.Kernel.InvokeAsync<string>(
            "code",
            "fill_in_code",
            new() { ["prefix"] = "def add(a, b):\n", ["suffix"] = "\nprint(add(1, 2))", ["maxTokens"] = 100 },
            Token);

        Assert.Equal("return a + b", code!.Trim());
        JsonAssert.Equal(
            """{"model":"codestral-latest","prompt":"def add(a, b):\n","suffix":"\nprint(add(1, 2))","max_tokens":100}""",
            Assert.Single(fixture.RequestBodies));
    }
}
