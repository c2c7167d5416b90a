using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mistral.Extensions.AI.Tests.Architecture.Documentation;

/// <summary>
/// Compiles the C# blocks of documentation pages with the assemblies of the test host. A whole program is compiled as the only file of a
/// new console project. Any other block is compiled together with a context file: its <c>global using</c> directives, and the members of
/// its class <c>Context</c> and of the class with the name of the page, for example <c>RateLimits</c> for <c>rate-limits.md</c>.
/// </summary>
internal sealed class CodeBlockCompiler(string contextFile)
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // Assembly versions that differ (CS1701), and what is normal in a short example: unused variables and local functions.
    private static readonly string[] IgnoredWarnings = ["CS1701", "CS1702", "CS0168", "CS0219", "CS8321"];

    // Experimental types of Microsoft.Extensions.AI and Semantic Kernel: programs must suppress the diagnostic, as applications do.
    private static readonly string[] Experimental = ["MEAI001", "SKEXP0001", "SKEXP0110"];

    // Not the test project itself. Polly 7 has the same types as Polly.Core; applications do not reference it.
    private static readonly Dictionary<string, MetadataReference> References =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path))
        .Where(files => files.Key != "Polly" && !files.Key.EndsWith(".Tests", StringComparison.Ordinal))
        .ToDictionary(files => files.Key, files => (MetadataReference)MetadataReference.CreateFromFile(files.First()));

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private readonly CSharpCompilation _program = CreateCompilation(IgnoredWarnings)
        .AddSyntaxTrees(Parse(ImplicitUsings, "ImplicitUsings.cs"));

    private readonly CSharpCompilation _fragment = CreateCompilation([.. IgnoredWarnings, .. Experimental])
        .AddSyntaxTrees(Parse(ImplicitUsings, "ImplicitUsings.cs"), Parse(File.ReadAllText(contextFile), contextFile));

    /// <summary>Whether the assemblies that the block names are available.</summary>
    internal static bool CanCompile(CodeBlock block) => block.Assemblies.All(References.ContainsKey);

    /// <summary>Compiles blocks. The test fails with the page, the line and the message of each error.</summary>
    internal void AssertCompile(IEnumerable<CodeBlock> blocks)
    {
        var errors = blocks.SelectMany(Compile).ToList();

        Assert.True(errors.Count == 0, $"C# blocks do not compile:\n{string.Join('\n', errors)}");
    }

    /// <summary>Compiles a block.</summary>
    /// <returns>The errors and warnings with page, line and message.</returns>
    internal IEnumerable<string> Compile(CodeBlock block)
    {
        var code = Parse(block.Code, block.Page);
        var compilation = (block.IsProgram ? _program : AddPageContext(_fragment, block.Page)).AddSyntaxTrees(code);
        var hasStatements = code.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(
            hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        if (block.Code.Contains("JsonSerializerContext", StringComparison.Ordinal))
            compilation = GenerateJsonContexts(compilation);

        return compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => Describe(diagnostic, block));
    }

    private static CSharpCompilation CreateCompilation(IEnumerable<string> ignored) => CSharpCompilation.Create(
        "Block",
        references: References.Values,
        options: new CSharpCompilationOptions(
            OutputKind.ConsoleApplication,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            specificDiagnosticOptions: ignored.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress))));

    private static CSharpCompilation AddPageContext(CSharpCompilation compilation, string page)
    {
        var words = Path.GetFileNameWithoutExtension(page).Split('-');
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return compilation.GetTypeByMetadataName(name) is { DeclaringSyntaxReferences.Length: > 0 }
            ? compilation.AddSyntaxTrees(Parse($"global using static {name};", "Page.cs"))
            : compilation;
    }

    /// <summary>Runs the source generator of System.Text.Json, which is part of the .NET SDK.</summary>
    private static CSharpCompilation GenerateJsonContexts(CSharpCompilation compilation)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var packs = Path.Combine(framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var file = Directory.GetFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories)[^1];
        var type = Assembly.LoadFrom(Path.GetFullPath(file))
            .GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true);
        var generator = (IIncrementalGenerator)Activator.CreateInstance(type!)!;

        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var result, out _);
        return (CSharpCompilation)result;
    }

    private static SyntaxTree Parse(string code, string path) => CSharpSyntaxTree.ParseText(code, ParseOptions, path);

    private static string Describe(Diagnostic diagnostic, CodeBlock block)
    {
        var position = diagnostic.Location.GetLineSpan();
        var line = position.StartLinePosition.Line + 1 + (position.Path == block.Page ? block.Line : 0);
        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        return $"{position.Path}({line}): {diagnostic.Id}: {message} (block at line {block.Line + 1})";
    }
}
