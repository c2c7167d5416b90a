using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Documentation.Reference;

/// <summary>The XML documentation file of an assembly.</summary>
internal sealed class XmlDocumentationFile(string path) : DocumentationProvider
{
    private readonly Dictionary<string, string> _members = XDocument.Load(path, LoadOptions.PreserveWhitespace)
        .Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, member => member.ToString(SaveOptions.DisableFormatting));

    private readonly string _path = path;

    public override bool Equals(object? obj) => obj is XmlDocumentationFile other && other._path == _path;

    public override int GetHashCode() => _path.GetHashCode(StringComparison.Ordinal);

    protected override string GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.GetValueOrDefault(documentationMemberID, "");
}
