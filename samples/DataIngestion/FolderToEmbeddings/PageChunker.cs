using System.Runtime.CompilerServices;
using Microsoft.Extensions.DataIngestion;

/// <summary>Splits each page of a document with another chunker, and adds the page number to the metadata of the chunks.</summary>
internal sealed class PageChunker(IngestionChunker<string> chunker) : IngestionChunker<string>
{
    public override async IAsyncEnumerable<IngestionChunk<string>> ProcessAsync(
        IngestionDocument document, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var page in document.Sections)
        {
            var pageDocument = new IngestionDocument(document.Identifier) { Sections = { page } };
            await foreach (var chunk in chunker.ProcessAsync(pageDocument, cancellationToken))
            {
                chunk.Metadata["page"] = page.PageNumber ?? 0;
                yield return chunk;
            }
        }
    }
}
