using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Reads the XML in Word and PowerPoint files.</summary>
/// <param name="inflatedData">The limit of the decompressed data.</param>
internal sealed class OfficeXml(InflatedData inflatedData)
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxDepth = 128;

    /// <summary>Reads an XML file in an archive.</summary>
    /// <exception cref="DocumentLimitException">The file is too large.</exception>
    /// <exception cref="InvalidDataException">The file is not valid, or its elements are nested too deeply.</exception>
    /// <exception cref="XmlException">The file is not valid XML.</exception>
    public XElement Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = inflatedData.Read(stream, MaxBytes);
        CheckDepth(bytes);
        using var reader = XmlReader.Create(new MemoryStream(bytes));
        return XElement.Load(reader);
    }

    /// <summary>Rejects deeply nested elements: searching all ancestors of all elements would take too long.</summary>
    private static void CheckDepth(byte[] xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml));
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
                throw new InvalidDataException("The elements of the document are nested too deeply.");
        }
    }
}
