using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>A .nupkg or .snupkg file.</summary>
internal sealed class PackageArchive(string file) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(file);

    /// <summary>The files of the package, without those of the container format.</summary>
    public IReadOnlyList<string> Files => [.. _archive.Entries.Select(entry => entry.FullName)
        .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)
            && !name.StartsWith('[') && !name.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>The metadata element of the .nuspec file.</summary>
    public XElement Metadata
    {
        get
        {
            var nuspec = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName;
            return XDocument.Parse(ReadText(nuspec).TrimStart('\uFEFF')).Root!.Elements().Single();
        }
    }

    public string ReadText(string name) => Encoding.UTF8.GetString(ReadBytes(name));

    public byte[] ReadBytes(string name)
    {
        using var stream = _archive.GetEntry(name)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Gets the value of a metadata element, or null if it is missing.</summary>
    public string? Find(string element) => Metadata.Elements().FirstOrDefault(child => child.Name.LocalName == element)?.Value;

    public void Dispose() => _archive.Dispose();
}
