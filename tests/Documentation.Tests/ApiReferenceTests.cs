using System.Text.RegularExpressions;
using Documentation.Reference;
using Microsoft.CodeAnalysis;

namespace Documentation.Tests;

/// <summary>The API reference describes all public types and members with what their XML documentation says.</summary>
public sealed partial class ApiReferenceTests(SiteFixture site)
{
    [Fact]
    public void Every_public_type_has_a_page()
    {
        Assert.Contains(site.Reference.Types, type => type.Name == "MistralClient");
        Assert.All(site.Reference.Types, type => Assert.Contains($"docs/api/{SymbolLinks.GetPage(type)}", site.Pages.Keys));
    }

    [Fact]
    public void Every_public_type_and_member_has_a_description()
    {
        var documentation = new XmlDocumentation(site.Reference.Links);
        var symbols = site.Reference.Types.SelectMany(type => type.GetDocumentedMembers().Prepend(type));

        Assert.All(symbols, symbol =>
            Assert.False(string.IsNullOrEmpty(documentation.GetText(symbol, "summary")), symbol.ToDisplayString()));
    }

    [Fact]
    public void Every_parameter_has_a_description()
    {
        var documentation = new XmlDocumentation(site.Reference.Links);
        var parameters = site.Reference.Types.SelectMany(type => type.GetDocumentedMembers()).OfType<IMethodSymbol>()
            .Where(method => method.OverriddenMethod is null && !IsInheritedFromAnotherLibrary(method, documentation))
            .SelectMany(method => method.Parameters);

        Assert.All(parameters, parameter => Assert.False(
            string.IsNullOrEmpty(documentation.GetParameter(parameter.ContainingSymbol, parameter.Name)),
            $"{parameter.ContainingSymbol.ToDisplayString()}: {parameter.Name}"));
    }

    [Fact]
    public void Members_that_the_compiler_generates_for_records_are_not_described()
    {
        var page = site.Pages["docs/api/Mistral.Extensions.AI.Fim.FimCompletionRequest.md"];

        Assert.DoesNotContain("Equals", page, StringComparison.Ordinal);
        Assert.DoesNotContain("GetHashCode", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Property_has_its_declaration_its_type_and_the_field_of_the_API() =>
        Assert.Contains(
            """
            ### MinTokens

            ```csharp
            int? MinTokens { get; init; }
            ```

            The minimum number of tokens to generate (`min_tokens`), 0 or more and at most `MaxTokens`.

            Type: `int`?. Field of the API: `min_tokens`.
            """,
            ReadWithoutLinks("Mistral.Extensions.AI.Fim.FimCompletionRequest.md"),
            StringComparison.Ordinal);

    [Fact]
    public void Method_has_its_parameters_its_result_and_its_exceptions() =>
        Assert.Contains(
            """
            ### GetAsync

            ```csharp
            Task<FileSchema> GetAsync(string fileId, CancellationToken cancellationToken = default)
            ```

            Gets the properties of a file.

            Parameters:

            - `fileId` (`string`): The ID of the file.
            - `cancellationToken` (`CancellationToken`): The token to monitor for cancellation requests.

            Returns: `Task`\<`FileSchema`\>. The file.

            Exceptions:

            - `ArgumentException`: `fileId` is null, empty, white space, `.` or `..`; nothing was sent.
            """,
            ReadWithoutLinks("Mistral.Extensions.AI.Files.FilesApi.md"),
            StringComparison.Ordinal);

    [Fact]
    public void Types_are_links_to_their_pages()
    {
        var page = site.Pages["docs/api/Mistral.Extensions.AI.Files.FilesApi.md"];

        Assert.Contains("[`FileSchema`](Mistral.Extensions.AI.Files.FileSchema.md)", page, StringComparison.Ordinal);
        Assert.Contains(
            "[`CancellationToken`](https://learn.microsoft.com/dotnet/api/system.threading.cancellationtoken)",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_links_to_their_headings() =>
        Assert.Contains(
            "at most [`MaxTokens`](Mistral.Extensions.AI.Fim.FimCompletionRequest.md#maxtokens).",
            site.Pages["docs/api/Mistral.Extensions.AI.Fim.FimCompletionRequest.md"],
            StringComparison.Ordinal);

    [Fact]
    public void Inherited_documentation_is_copied() =>
        Assert.Contains(
            new XmlDocumentation(site.Reference.Links).GetText(GetMember("MistralException", "RequestId"), "summary")!,
            site.Pages["docs/api/Mistral.Extensions.AI.MistralResponseInfo.md"],
            StringComparison.Ordinal);

    [Fact]
    public void Base_type_lists_its_derived_types() =>
        Assert.Contains(
            "Derived types: [`AudioChunk`](Mistral.Extensions.AI.Chat.AudioChunk.md), ",
            site.Pages["docs/api/Mistral.Extensions.AI.Chat.ContentChunk.md"],
            StringComparison.Ordinal);

    [Fact]
    public void Namespace_lists_its_types() =>
        Assert.Contains(
            "- [`FimApi`](Mistral.Extensions.AI.Fim.FimApi.md): ",
            site.Pages["docs/api/Mistral.Extensions.AI.Fim.md"],
            StringComparison.Ordinal);

    [Fact]
    public void Page_of_docs_lists_every_namespace()
    {
        var page = File.ReadAllText(Path.Combine(SiteFixture.Root, "docs", "api-reference.md"));

        Assert.All(site.Reference.Types.Select(SymbolLinks.GetNamespace).Distinct(), name => Assert.Contains($"| `{name}` |", page));
    }

    private string ReadWithoutLinks(string page) => LinkOfCode().Replace(site.Pages[$"docs/api/{page}"], "$1");

    private ISymbol GetMember(string type, string name) =>
        site.Reference.Types.Single(other => other.Name == type).GetMembers(name).Single();

    // <inheritdoc/> of a member of Microsoft.Extensions.AI or .NET: the page links to its documentation.
    private static bool IsInheritedFromAnotherLibrary(IMethodSymbol method, XmlDocumentation documentation) =>
        documentation.GetText(method, "summary")!.StartsWith("See [", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(`[^`]*`)\]\([^)]*\)")]
    private static partial Regex LinkOfCode();
}
