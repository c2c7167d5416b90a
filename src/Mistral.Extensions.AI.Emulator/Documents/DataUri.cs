namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Parses base64 data URIs.</summary>
internal static class DataUri
{
    /// <summary>
    /// Splits a URI such as <c>data:image/png;base64,AAAA</c> into its media type and its data. Returns null for other strings.
    /// </summary>
    public static (string MediaType, ReadOnlyMemory<char> Data)? Parse(string url)
    {
        const string Separator = ";base64,";
        var index = url.IndexOf(Separator, StringComparison.Ordinal);
        return url.StartsWith("data:", StringComparison.Ordinal) && index > 0
            ? (url["data:".Length..index], url.AsMemory(index + Separator.Length))
            : null;
    }
}
