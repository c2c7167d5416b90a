using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Chat;

/// <summary>Images, documents and audio that the API does not support are rejected with the error of the API.</summary>
public sealed class AttachmentRulesTests
{
    private const string AudioModel = "voxtral-small-latest";

    [Theory]
    [InlineData("""{"type":"image_url","image_url":"http://a.b/c.png"}""", "image_url", "Image")]
    [InlineData("""{"type":"image_url","image_url":"data:image/*;base64,AAAA"}""", "image_url", "Image")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:application/pdf;base64,AAAA"}}""", "image_url", "Image")]
    [InlineData("""{"type":"document_url","document_url":"http://a.b/c.pdf"}""", "document_url", "Document")]
    [InlineData("""{"type":"document_url","document_url":"data:image/png;base64,AAAA"}""", "document_url", "Document")]
    public async Task URL_that_is_neither_https_nor_of_the_right_type_is_rejected_with_422(string chunk, string type, string kind)
    {
        var response = await PostAsync(chunk);

        Assert.Equal(422, (int)response.Status);
        var error = Assert.Single(response.Json["detail"]!.AsArray())!;
        Assert.StartsWith($"Value error, {kind} content must be a URL (starting with 'https') or base64", (string?)error["msg"]);
        Assert.Equal($"body.messages.0.user.content.list[ContentChunk].0.{type}", string.Join('.', error["loc"]!.AsArray()));
    }

    [Theory]
    [InlineData("data:image/svg+xml;base64,PHN2Zy8+")]
    [InlineData("data:image/tiff;base64,SUkqAA==")]
    [InlineData("data:image/png;base64,?")]
    [InlineData("https://a.b/c.svg")]
    [InlineData("https://a.b/c.TIFF?x=1")]
    public async Task Image_in_another_format_is_rejected_with_code_3310(string url) => AssertRejected(
        await PostAsync($$"""{"type":"image_url","image_url":"{{url}}"}"""),
        "3310", $"Image, '{url}', could not be loaded as a valid image");

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task Image_in_a_supported_format_is_accepted(string format)
    {
        var response = await PostAsync($$"""{"type":"image_url","image_url":"data:image/{{format}};base64,AAAA"}""");

        Assert.Equal($"You sent 1 image (image/{format}, 3 bytes) and no text.", response.Content);
    }

    [Fact]
    public async Task Image_over_20_MiB_is_rejected_with_code_3310() => AssertRejected(
        await PostAsync($$"""{"type":"image_url","image_url":"data:image/png;base64,{{new string('A', 28_000_000)}}"}"""),
        "3310", "Image is too large: the maximum is 20971520 bytes.");

    [Theory]
    [InlineData("\"data:audio/aac;base64,AAAA\"")]
    [InlineData("\"https://a.b/c.aac\"")]
    [InlineData("\"//FQgAA=\"")]
    [InlineData("""{"data":"AAAA","format":"aac"}""")]
    public async Task AAC_audio_is_rejected_with_code_3291(string audio) => AssertRejected(
        await PostAsync($$"""{"type":"input_audio","input_audio":{{audio}}}""", AudioModel), "3291", "Audio input could not be decoded");

    [Theory]
    [InlineData("\"AAAA\"", "3 bytes")]
    [InlineData("\"data:audio/mpeg;base64,//uQxAA=\"", "audio/mpeg, 5 bytes")]
    [InlineData("""{"data":"AAAA","format":"wav"}""", "3 bytes")]
    [InlineData("""{"data":"https://a.b/c.mp3"}""", "https://a.b/c.mp3")]
    public async Task Audio_is_accepted_as_a_string_and_as_an_object(string audio, string details)
    {
        var response = await PostAsync($$"""{"type":"input_audio","input_audio":{{audio}}}""", AudioModel);

        Assert.Equal($"You sent 1 audio ({details}) and no text.", response.Content);
    }

    [Theory]
    [InlineData("ftp://a.b/c.mp3")]
    [InlineData("data:image/png;base64,AAAA")]
    public async Task Audio_that_is_neither_https_nor_base64_is_rejected(string audio) => AssertRejected(
        await PostAsync($$"""{"type":"input_audio","input_audio":"{{audio}}"}""", AudioModel), "3051", "Audio content must be a URL");

    [Fact]
    public async Task Audio_is_rejected_by_a_model_without_audio_input() => AssertRejected(
        await PostAsync("""{"type":"input_audio","input_audio":"AAAA"}"""), "3051", "Audio input is not enabled for this model");

    private static async Task<EmulatorResponse> PostAsync(string chunk, string model = "mistral-small-latest")
    {
        await using var emulator = await TestEmulator.StartAsync();
        return await emulator.PostChatAsync($$"""{"model":"{{model}}","messages":[{"role":"user","content":[{{chunk}}]}]}""");
    }

    private static void AssertRejected(EmulatorResponse response, string code, string message)
    {
        Assert.Equal((400, code), ((int)response.Status, (string?)response.Json["code"]));
        Assert.StartsWith(message, (string?)response.Json["message"], StringComparison.Ordinal);
    }
}
