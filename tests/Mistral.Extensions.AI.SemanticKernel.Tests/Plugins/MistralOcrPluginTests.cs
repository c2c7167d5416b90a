using System.Text;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Plugins;

/// <summary>The OCR plugin: requests, responses, and the documents that it may read.</summary>
public sealed class MistralOcrPluginTests : IDisposable
{
    private const string Pdf =
        "%PDF-1.4\n1 0 obj<</Type/Page/Contents 2 0 R>>endobj\n2 0 obj<</Length 41>>stream\n"
        + "BT /F1 12 Tf 72 720 Td (Total: 42) Tj ET\nendstream endobj\n%%EOF";

    private readonly DirectoryInfo _parentFolder = Directory.CreateTempSubdirectory("documents");
    private readonly string _folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public MistralOcrPluginTests()
    {
        _folder = _parentFolder.CreateSubdirectory("readable").FullName;
        File.WriteAllText(Path.Combine(_parentFolder.FullName, "secret.pdf"), "secret");
        File.WriteAllBytes(Path.Combine(_folder, "invoice.pdf"), Encoding.ASCII.GetBytes(Pdf));
    }

    public void Dispose() => _parentFolder.Delete(recursive: true);

    [Fact]
    public async Task Document_is_returned_as_Markdown()
    {
        await using var fixture = await StartAsync();

        var text = await fixture.Kernel.InvokeAsync<string>(
            "documents", "read_document", new() { ["document"] = "invoice.pdf" }, Token);

        Assert.Contains("Total: 42", text, StringComparison.Ordinal);
        var request = Assert.Single(fixture.RequestBodies);
        Assert.Equal("mistral-ocr-latest", (string?)request["model"]);
        Assert.StartsWith("data:application/pdf;base64,", (string?)request["document"]!["document_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_can_call_the_plugin_to_read_a_document()
    {
        await using var fixture = await StartAsync();
        fixture.EnqueueMessage(
            """
            {"role":"assistant","content":"","tool_calls":[
              {"id":"abcdefghi","function":{"name":"documents_read_document","arguments":"{\"document\":\"invoice.pdf\"}"} }]}
            """,
            "tool_calls");

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "What is the total?",
            new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            cancellationToken: Token);

        Assert.Contains("Total: 42", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task URL_and_pages_are_sent_unchanged()
    {
        using var server = StubServer.WithResponse(
            """
            {"pages":[{"index":1,"markdown":"# Two","images":[],"dimensions":null}],"model":"m","usage_info":{"pages_processed":1} }
            """);
        var plugin = new MistralOcrPlugin(server.CreateClient(), "mistral-ocr-2512", allowedHosts: ["example.com"]);

        var text = await plugin.ReadDocumentAsync("https://example.com/a.pdf", "1", Token);

        Assert.Equal("# Two", text);
        JsonAssert.Equal(
            """
            {"model":"mistral-ocr-2512","document":{"type":"document_url","document_url":"https://example.com/a.pdf"},
             "pages":"1","include_blocks":true}
            """,
            server.SingleRequestBody());
    }

    [Theory]
    [InlineData("../secret.pdf")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://example.com/a.pdf")]
    [InlineData("missing.pdf")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("https://example.com/a.pdf")]
    public async Task Inaccessible_document_throws_before_sending(string document)
    {
        using var server = StubServer.WithDefaultResponse();
        var plugin = new MistralOcrPlugin(server.CreateClient(), folder: _folder);

        await Assert.ThrowsAsync<ArgumentException>(() => plugin.ReadDocumentAsync(document, cancellationToken: Token));

        Assert.Empty(server.RequestBodies);
    }

    [Fact]
    public async Task Plugin_without_a_folder_reads_no_files()
    {
        using var server = StubServer.WithDefaultResponse();
        var plugin = new MistralOcrPlugin(server.CreateClient());

        await Assert.ThrowsAsync<ArgumentException>(
            () => plugin.ReadDocumentAsync(Path.Combine(_folder, "invoice.pdf"), cancellationToken: Token));

        Assert.Empty(server.RequestBodies);
    }

    [Fact]
    public async Task Symbolic_link_to_a_file_outside_the_folder_is_not_read()
    {
        using var server = StubServer.WithDefaultResponse();
        File.CreateSymbolicLink(Path.Combine(_folder, "link.pdf"), Path.Combine(_parentFolder.FullName, "secret.pdf"));
        var plugin = new MistralOcrPlugin(server.CreateClient(), folder: _folder);

        await Assert.ThrowsAsync<ArgumentException>("document", () => plugin.ReadDocumentAsync("link.pdf", cancellationToken: Token));

        Assert.Empty(server.RequestBodies);
    }

    [Theory]
    [InlineData("https://example.com/a.pdf")]
    [InlineData("https://EXAMPLE.com:443/a.pdf")]
    [InlineData("https://files.example.org/a.pdf")]
    [InlineData("https://a.files.example.org/a.pdf")]
    [InlineData("https://münchen.example.net/a.pdf")]
    public async Task URL_of_an_allowed_host_is_sent(string url)
    {
        using var server = StubServer.WithResponse("""{"pages":[],"model":"m","usage_info":{"pages_processed":0} }""");
        var plugin = new MistralOcrPlugin(
            server.CreateClient(), allowedHosts: ["example.com", "*.example.org", "xn--mnchen-3ya.example.net"]);

        await plugin.ReadDocumentAsync(url, cancellationToken: Token);

        Assert.Equal(new Uri(url).AbsoluteUri, (string?)server.SingleRequestBody()["document"]!["document_url"]);
    }

    [Theory]
    [InlineData("https://example.org/a.pdf")]
    [InlineData("https://evilexample.org/a.pdf")]
    [InlineData("https://www.example.com/a.pdf")]
    [InlineData("https://example.com.evil.net/a.pdf")]
    [InlineData("https://example.com@evil.net/a.pdf")]
    [InlineData("https://user:password@example.com/a.pdf")]
    [InlineData("https://example.com:8443/a.pdf")]
    [InlineData("http://example.com/a.pdf")]
    [InlineData("https://127.0.0.1/a.pdf")]
    [InlineData("https://2130706433/a.pdf")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/a.pdf")]
    [InlineData("https://[fd00::1]/a.pdf")]
    [InlineData("https://localhost/a.pdf")]
    public async Task URL_of_another_host_throws_before_sending(string url)
    {
        using var server = StubServer.WithDefaultResponse();
        var plugin = new MistralOcrPlugin(server.CreateClient(), allowedHosts: ["example.com", "*.example.org"]);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            "document", () => plugin.ReadDocumentAsync(url, cancellationToken: Token));

        Assert.Contains("example.com, *.example.org", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.RequestBodies);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("*.10.0.0.1")]
    [InlineData("localhost")]
    [InlineData("*.localhost")]
    [InlineData("printer.local")]
    [InlineData("metadata.google.internal")]
    [InlineData("metadata.google.internal.")]
    [InlineData("server")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*.com")]
    [InlineData("example.com:8443")]
    [InlineData("https://example.com")]
    [InlineData("")]
    [InlineData(null)]
    public void Host_that_is_not_a_public_host_name_throws(string? host)
    {
        using var client = new MistralClient(KernelFixture.ApiKey);

        Assert.Throws<ArgumentException>("allowedHosts", () => new MistralOcrPlugin(client, allowedHosts: [host!]));
    }

    private Task<KernelFixture> StartAsync() => KernelFixture.StartAsync((builder, client) =>
        builder.Plugins.AddFromObject(new MistralOcrPlugin(client, folder: _folder), "documents"));
}
