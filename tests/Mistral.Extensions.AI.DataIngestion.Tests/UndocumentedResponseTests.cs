using Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;
using static Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure.OcrResponses;

namespace Mistral.Extensions.AI.DataIngestion.Tests;

/// <summary>OCR responses that the API does not document.</summary>
public sealed class UndocumentedResponseTests
{
    [Fact]
    public async Task Response_without_pages_is_a_MistralException() =>
        await Assert.ThrowsAsync<MistralException>(() => ReadAsync("""{"model":"mistral-ocr-2605"}"""));

    [Fact]
    public async Task Empty_list_of_pages_is_an_empty_document() => Assert.Empty((await ReadPagesAsync("")).Sections);

    [Fact]
    public async Task Null_fields_are_ignored()
    {
        var document = await ReadPagesAsync("""
            null,
            {"index":1,"markdown":null,"images":null,"tables":null,"hyperlinks":null,"dimensions":null,"blocks":null},
            {"index":2,"markdown":"Text","images":[null,{"id":null}],"tables":[null,{"id":null,"content":null}],"blocks":[null]},
            {"index":3,"blocks":[{"type":null,"content":"Untyped","image_id":null,"table_id":null},{"type":"table","content":null}]}
            """);

        Assert.Equal([2, 3, 4], document.Sections.Select(section => section.PageNumber));
        Assert.Equal(["3 Paragraph: Text", "3 Image: ![]()", "4 Paragraph: Untyped"], document.Describe());
    }
}
