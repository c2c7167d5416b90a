using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Ocr;

public sealed class OcrPagesTests
{
    [Fact]
    public async Task Pages_are_sent_in_their_original_format()
    {
        Assert.Equal("\"0-5,7\"", await GetSentPagesAsync("0-5,7"));
        Assert.Equal("[0,2]", await GetSentPagesAsync(new[] { 0, 2 }));
        Assert.Equal("[3,4,5]", await GetSentPagesAsync(new(Enumerable.Range(3, 3))));
        Assert.Equal("absent", await GetSentPagesAsync(null));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0,1,2")]
    [InlineData("0-5")]
    [InlineData("0,2-4")]
    [InlineData("3-3")]
    [InlineData(" 0 - 5 , 7 ")]
    public async Task Page_numbers_and_ranges_are_accepted(string pages) => Assert.Equal($"\"{pages}\"", await GetSentPagesAsync(pages));

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
    public async Task Invalid_page_range_is_rejected(string pages) => await AssertRejectedAsync(pages);

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0, -1 })]
    public async Task Empty_and_negative_page_numbers_are_rejected(int[] pages) => await AssertRejectedAsync(pages);

    [Theory]
    [InlineData("[0,2]", "0,2")]
    [InlineData("\"0-5,7\"", "0-5,7")]
    public void Pages_are_read_from_list_and_string(string json, string expected)
    {
        var request = RoundTrip.AssertLossless($$"""{"pages":{{json}},"include_blocks":true}""", OcrJson.Default.OcrRequest);

        Assert.Equal(expected, request.Pages!.ToString());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("[0,\"1\"]")]
    public void Pages_of_another_JSON_type_throw_JsonException(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"pages":{{json}} }""", OcrJson.Default.OcrRequest));

    [Fact]
    public void Null_pages_are_rejected()
    {
        Assert.Throws<ArgumentNullException>(() => new OcrPages((string)null!));
        Assert.Throws<ArgumentNullException>(() => new OcrPages((IEnumerable<int>)null!));
    }

    private static async Task<string> GetSentPagesAsync(OcrPages? pages)
    {
        var server = StubServer.WithResponse("""{"pages":[]}""");
        await server.CreateClient().Ocr.ProcessAsync(CreateRequest(pages), TestContext.Current.CancellationToken);
        return server.SingleRequestBody()["pages"]?.ToJsonString() ?? "absent";
    }

    private static async Task AssertRejectedAsync(OcrPages pages) => Assert.Contains(
        "numbers and ranges counted from 0",
        (await Assert.ThrowsAsync<ArgumentException>(
            () => NoNetwork.CreateClient().Ocr.ProcessAsync(CreateRequest(pages), TestContext.Current.CancellationToken))).Message,
        StringComparison.Ordinal);

    private static OcrRequest CreateRequest(OcrPages? pages) =>
        new() { Model = "mistral-ocr-latest", Document = new DocumentUrlChunk("https://example.com/a.pdf"), Pages = pages };
}
