using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class TranscriptionValidationTests
{
    private static readonly AudioTranscriptionRequest Valid = new() { Model = "voxtral-mini-latest", FileId = "f" };

    public static TheoryData<AudioTranscriptionRequest, string> InvalidRequests => new()
    {
        { Valid with { Model = " " }, "No model was specified. Set Model, for example to \"voxtral-mini-latest\"." },
        {
            Valid with { FileId = null },
            "No audio was specified. Set File, FileUrl or FileId; FileData creates a file from a path, a stream or bytes."
        },
        {
            Valid with { FileUrl = "https://files.example/a.mp3" },
            "More than one audio was specified. Set only one of File, FileUrl and FileId."
        },
        { Valid with { File = CreateFile("a") }, "More than one audio was specified. Set only one of File, FileUrl and FileId." },
        { Valid with { FileId = null, File = CreateFile("") }, "The file a.mp3 is empty. Pass the content of the file." },
        { Valid with { FileId = "" }, "FileId is empty. Set it to the ID of an uploaded file." },
        { WithUrl("a.mp3"), InvalidUrl },
        { WithUrl("ftp://files.example/a.mp3"), InvalidUrl },
        { WithUrl("file:///a.mp3"), InvalidUrl },
        { WithUrl("data:audio/mpeg;base64,AAAA"), InvalidUrl },
        { WithUrl("https://files.example/" + new string('a', 2083)), InvalidUrl },
        { Valid with { Language = "de-DE" }, "Language must be two letters, for example \"en\", but was \"de-DE\". Remove the region." },
        { Valid with { Language = "" }, "Language must be two letters, for example \"en\", but was \"\". Remove the region." },
        {
            Valid with { Language = "en", TimestampGranularities = ["word"] },
            "Language and TimestampGranularities cannot be combined. Set only one of them."
        },
        {
            Valid with { TimestampGranularities = ["segment", ""] },
            "An item of TimestampGranularities is empty. Use \"segment\" or \"word\"."
        },
        { Valid with { Temperature = -0.5f }, "Temperature must be 0 or greater, but was -0.5." },
        { Valid with { Temperature = float.NaN }, "Temperature must be 0 or greater, but was NaN." },
        {
            Valid with { ContextBias = [.. Enumerable.Repeat("a", 101)] },
            "ContextBias has 101 items, but the maximum is 100. Remove some."
        },
        { Valid with { ContextBias = ["a", "b c"] }, InvalidTerm },
        { Valid with { ContextBias = ["a", "b,c"] }, InvalidTerm },
        { Valid with { ContextBias = ["a", ""] }, InvalidTerm },
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private static string InvalidUrl =>
        "FileUrl must be an absolute http or https URL of at most 2083 characters. Set File to send a local file.";

    private static string InvalidTerm =>
        "Item 1 of ContextBias is empty, or contains a space or a comma. Write a term of several words with underscores.";

    [Theory]
    [MemberData(nameof(InvalidRequests), DisableDiscoveryEnumeration = true)]
    public async Task Invalid_request_is_rejected_before_it_is_sent(AudioTranscriptionRequest request, string message)
    {
        var transcriptions = NoNetwork.CreateClient().Audio.Transcriptions;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => transcriptions.CompleteAsync(request, CancellationToken));

        Assert.Equal(message, error.Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => transcriptions.StreamAsync(request, CancellationToken)).Message);
    }

    [Fact]
    public async Task Missing_request_is_rejected() => await Assert.ThrowsAsync<ArgumentNullException>(
        () => NoNetwork.CreateClient().Audio.Transcriptions.CompleteAsync(null!, CancellationToken));

    [Theory]
    [InlineData("http://files.example/a.mp3?sig=%20")]
    [InlineData("HTTPS://files.example/%C3%A4%20b.mp3")]
    public async Task Web_address_is_accepted(string url)
    {
        var server = StubServer.WithResponse("""{"text":"Hi"}""");

        await server.CreateClient().Audio.Transcriptions.CompleteAsync(WithUrl(url), CancellationToken);

        Assert.Equal(url, (string?)server.SingleRequestBody()["file_url"]);
    }

    private static AudioTranscriptionRequest WithUrl(string url) => Valid with { FileId = null, FileUrl = url };

    private static FileData CreateFile(string content) => FileData.FromBytes(FragmentedStream.ToUtf8(content), name: "a.mp3");
}
