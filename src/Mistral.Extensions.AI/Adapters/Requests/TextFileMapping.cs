using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Maps text files to text chunks. The API has no chunk for a text file, and the model sees all text chunks of a message as one text.
/// Therefore, a tag with the file name separates the file from the text around it.
/// </summary>
internal static class TextFileMapping
{
    private static readonly Regex ClosingTag = new(@"</(file(?:-[0-9]+)?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <exception cref="NotSupportedException">The bytes are not a text in the charset of the media type.</exception>
    internal static TextChunk ToTextChunk(DataContent file)
    {
        var name = string.IsNullOrWhiteSpace(file.Name) ? "" : $" name=\"{SecurityElement.Escape(file.Name)}\"";
        var text = Decode(file);
        var tag = FindUnusedTag(text);
        return new($"<{tag}{name}>\n{text}\n</{tag}>");
    }

    // If the file contains the closing tag, the model would read the rest of the file as part of the message.
    private static string FindUnusedTag(string text)
    {
        var used = new HashSet<string>(
            ClosingTag.Matches(text).Cast<Match>().Select(match => match.Groups[1].Value), StringComparer.OrdinalIgnoreCase);
        var tag = "file";
        for (var number = 2; used.Contains(tag); number++)
            tag = $"file-{number}";
        return tag;
    }

    private static string Decode(DataContent file)
    {
        var charset = MediaTypeHeaderValue.TryParse(file.MediaType, out var mediaType) ? mediaType.CharSet?.Trim('"') : null;
        var encoding = FindEncoding(charset is { Length: > 0 } ? charset : "utf-8") ?? throw new NotSupportedException(
            $"The charset \"{charset}\" of a DataContent with text is not supported. Convert the text to UTF-8.");
        try
        {
            // The reader removes a byte order mark. The mark takes precedence over the charset.
            using var reader = new StreamReader(new MemoryStream(file.Data.ToArray()), encoding, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException exception)
        {
            throw new NotSupportedException(
                $"A DataContent of type {file.MediaType} is not valid {encoding.WebName}. Convert the text to UTF-8, or name its charset "
                + "in the media type, for example \"text/plain; charset=iso-8859-1\".",
                exception);
        }
    }

    private static Encoding? FindEncoding(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
#if NET
            // .NET Framework supports the code pages, such as windows-1252, without a provider.
            return CodePagesEncodingProvider.Instance.GetEncoding(
                charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
#else
            return null;
#endif
        }
    }
}
