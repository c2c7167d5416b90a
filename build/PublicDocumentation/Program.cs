// Copies an XML documentation file without the types and members that are not public. Packages contain the copy.
//
//   dotnet PublicDocumentation.dll <assembly> <documentation file> <output file> <file with the paths of the references, one per line>

using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

var (assembly, documentation, output, references) = (args[0], args[1], args[2], args[3]);
var compilation = CSharpCompilation.Create(
    "Documentation", references: [.. File.ReadLines(references).Append(assembly).Select(path => MetadataReference.CreateFromFile(path))]);

var document = XDocument.Load(documentation, LoadOptions.PreserveWhitespace);
foreach (var member in document.Descendants("member").Where(member => !IsPublic(member.Attribute("name")!.Value)).ToList())
{
    // The line break and the indentation before the member.
    (member.PreviousNode as XText)?.Remove();
    member.Remove();
}

File.WriteAllText(output, document.Declaration + "\n" + document, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

bool IsPublic(string id) =>
    DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is { } symbol && IsVisible(symbol);

static bool IsVisible(ISymbol symbol) =>
    symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
    && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));
