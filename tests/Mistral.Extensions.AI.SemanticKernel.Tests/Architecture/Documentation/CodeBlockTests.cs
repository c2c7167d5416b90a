using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Architecture.Documentation;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Architecture.Documentation;

/// <summary>
/// The C# blocks of the documentation that need the package Microsoft.Extensions.AI, ModelContextProtocol or Semantic Kernel compile. All
/// other blocks are compiled by the tests of the library.
/// </summary>
public sealed class CodeBlockTests
{
    private static readonly CodeBlockCompiler Compiler = CreateCompiler("Mistral.Extensions.AI.Tests");

    private static readonly CodeBlockCompiler SemanticKernelCompiler = CreateCompiler("Mistral.Extensions.AI.SemanticKernel.Tests");

    public static TheoryData<string> Pages =>
        [.. CodeBlock.Pages.Where(page => CodeBlock.Read(page).Any(block => IsCompiledHere(block)))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles(string page)
    {
        var blocks = CodeBlock.Read(page).Where(IsCompiledHere).ToLookup(NeedsSemanticKernel);

        Compiler.AssertCompile(blocks[false]);
        SemanticKernelCompiler.AssertCompile(blocks[true]);
    }

    private static bool IsCompiledHere(CodeBlock block) => block.Assemblies.Count > 0 && CodeBlockCompiler.CanCompile(block);

    private static bool NeedsSemanticKernel(CodeBlock block) =>
        block.Assemblies.Any(assembly => assembly.StartsWith("Microsoft.SemanticKernel.", StringComparison.Ordinal));

    private static CodeBlockCompiler CreateCompiler(string project) => new(
        Path.Combine(Repository.Root, "tests", project, "Architecture", "Documentation", "BlockContext.cs"));
}
