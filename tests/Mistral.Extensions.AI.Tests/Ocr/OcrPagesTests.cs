using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Ocr;

public sealed class OcrPagesTests
{
    [Fact]
    public async Task They_go_out_as_they_were_said()
    {
        Assert.Equal("\"0-5,7\"", await SentAsync("0-5,7"));
        Assert.Equal("[0,2]", await SentAsync(new[] { 0, 2 }));
        Assert.Equal("[3,4,5]", await SentAsync(new(Enumerable.Range(3, 3))));
        Assert.Equal("absent", await SentAsync(null));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0,1,2")]
    [InlineData("0-5")]
    [InlineData("0,2-4")]
    [InlineData("3-3")]
    [InlineData(" 0 - 5 , 7 ")]
    public async Task Numbers_and_ranges_are_taken(string pages) => Assert.Equal($"\"{pages}\"", await SentAsync(pages));

    [Theory]
    [InlineData("")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("5-0")]
    [InlineData("1-2-3")]
    [InlineData("1,,2")]
    [InlineData("all")]
    [InlineData("+1")]
    [InlineData("99999999999")]
    public async Task Anything_else_is_not_sent(string pages) => await RefusedAsync(pages);

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0, -1 })]
    public async Task No_page_and_no_page_before_the_first_is_sent(int[] pages) => await RefusedAsync(pages);

    [Theory]
    [InlineData("[0,2]", "0,2")]
    [InlineData("\"0-5,7\"", "0-5,7")]
    public void They_are_read_in_both_forms(string json, string words)
    {
        var request = RoundTrip.Check($$"""{"pages":{{json}},"include_blocks":true}""", OcrJson.Default.OcrRequest);

        Assert.Equal(words, request.Pages!.ToString());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("[0,\"1\"]")]
    public void Other_forms_are_an_error(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"pages":{{json}} }""", OcrJson.Default.OcrRequest));

    [Fact]
    public void Nothing_is_no_pages()
    {
        Assert.Throws<ArgumentNullException>(() => new OcrPages((string)null!));
        Assert.Throws<ArgumentNullException>(() => new OcrPages((IEnumerable<int>)null!));
    }

    private static async Task<string> SentAsync(OcrPages? pages)
    {
        var server = StubServer.Answering("""{"pages":[]}""");
        await server.Client().Ocr.ProcessAsync(Request(pages), TestContext.Current.CancellationToken);
        return server.Body()["pages"]?.ToJsonString() ?? "absent";
    }

    private static async Task RefusedAsync(OcrPages pages) => Assert.Contains(
        "numbers and ranges from 0",
        (await Assert.ThrowsAsync<ArgumentException>(
            () => Nowhere.Client().Ocr.ProcessAsync(Request(pages), TestContext.Current.CancellationToken))).Message,
        StringComparison.Ordinal);

    private static OcrRequest Request(OcrPages? pages) =>
        new() { Model = "mistral-ocr-latest", Document = new DocumentUrlChunk("https://example.com/a.pdf"), Pages = pages };
}
