namespace Mistral.Extensions.AI.Tests.Architecture.Documentation;

/// <summary>
/// Every C# block of <c>docs</c> and of the READMEs compiles. <c>BlockContext.cs</c> declares what the examples use without declaring it.
/// </summary>
public sealed class CodeBlockTests
{
    private static readonly CodeBlockCompiler Compiler = new(Path.Combine(
        Repository.Root, "tests", "Mistral.Extensions.AI.Tests", "Architecture", "Documentation", "BlockContext.cs"));

    public static TheoryData<string> Pages => [.. CodeBlock.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles(string page) =>
        Compiler.AssertCompile(CodeBlock.Read(page).Where(CodeBlockCompiler.CanCompile));

    [Fact]
    public void Blocks_that_no_test_compiles_are_listed()
    {
        // The code of other packages before a migration, and packages that the tests do not reference.
        string[] expected =
        [
            "Anthropic: 1",
            "Aspire.Hosting: 2",
            "Azure.Identity: 1",
            "Google.Apis.Auth: 1",
            "Microsoft.AspNetCore.Mvc.Testing: 1",
            "Microsoft.Extensions.AI.OpenAI: 1",
            "Microsoft.SemanticKernel.Connectors.MistralAI: 4",
            "Microsoft.SemanticKernel.Connectors.OpenAI: 1",
            "Mistral.SDK: 2",
            "OllamaSharp: 1",
            "OpenTelemetry.Exporter.OpenTelemetryProtocol: 1",
            "RedisRateLimiting: 1",
        ];

        var blocks = CodeBlock.Pages.SelectMany(CodeBlock.Read)
            .Where(block => !CodeBlockCompiler.CanCompile(block) && !block.Assemblies.All(IsInAnotherSolution))
            .GroupBy(block => string.Join(' ', block.Assemblies))
            .OrderBy(blocks => blocks.Key, StringComparer.Ordinal)
            .Select(blocks => $"{blocks.Key}: {blocks.Count()}");

        Assert.Equal(expected, blocks);
    }

    [Fact]
    public void Error_has_page_and_line()
    {
        var block = new CodeBlock("docs/page.md", 10, "int a = 1;\nstring b = a;\n", []);

        Assert.Equal(
            ["docs/page.md(12): CS0029: Cannot implicitly convert type 'int' to 'string' (block at line 11)"], Compiler.Compile(block));
    }

    [Fact]
    public void Program_without_its_using_directive_is_an_error()
    {
        const string code = "using Mistral.Extensions.AI;\nIChatClient chat = new MistralClient().AsIChatClient();\n";

        var block = new CodeBlock("docs/page.md", 0, code, []);

        Assert.Contains(Compiler.Compile(block), error => error.Contains("IChatClient", StringComparison.Ordinal));
    }

    /// <summary>Blocks that need these assemblies are compiled by the tests of the Semantic Kernel or the DataIngestion package.</summary>
    private static bool IsInAnotherSolution(string assembly) => assembly
        is "Microsoft.Extensions.AI" or "ModelContextProtocol" or "Mistral.Extensions.AI.DataIngestion"
        or "Microsoft.SemanticKernel.Core" or "Microsoft.SemanticKernel.Agents.Core" or "Microsoft.SemanticKernel.Yaml";
}
