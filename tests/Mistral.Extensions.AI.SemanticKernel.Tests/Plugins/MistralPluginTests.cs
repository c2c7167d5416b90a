using System.Text;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Plugins;

/// <summary>OCR and fill-in-the-middle as functions of a kernel.</summary>
public sealed class MistralPluginTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("documents");
    private readonly string _folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public MistralPluginTests()
    {
        _folder = _root.CreateSubdirectory("open").FullName;
        File.WriteAllText(Path.Combine(_root.FullName, "secret.pdf"), "secret");
        File.WriteAllBytes(Path.Combine(_folder, "invoice.pdf"), Encoding.ASCII.GetBytes(
            "%PDF-1.4\n1 0 obj<</Type/Page/Contents 2 0 R>>endobj\n2 0 obj<</Length 41>>stream\nBT /F1 12 Tf 72 720 Td (Total: 42) Tj ET\nendstream endobj\n%%EOF"));
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_document_is_read_as_Markdown()
    {
        await using var emulated = await StartAsync();

        var text = await emulated.Kernel.InvokeAsync<string>("documents", "read_document", new() { ["document"] = "invoice.pdf" }, Token);

        Assert.Contains("Total: 42", text, StringComparison.Ordinal);
        var request = Assert.Single(emulated.Bodies);
        Assert.Equal("mistral-ocr-latest", (string?)request["model"]);
        Assert.StartsWith("data:application/pdf;base64,", (string?)request["document"]!["document_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_reads_a_document_to_answer_a_question()
    {
        await using var emulated = await StartAsync();
        emulated.Say("""{"role":"assistant","content":"","tool_calls":[{"id":"abcdefghi","function":{"name":"documents_read_document","arguments":"{\"document\":\"invoice.pdf\"}"} }]}""", "tool_calls");

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "What is the total?",
            new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            cancellationToken: Token);

        Assert.Contains("Total: 42", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_and_pages_go_out_as_they_are()
    {
        using var server = StubServer.Answering("""{"pages":[{"index":1,"markdown":"# Two","images":[],"dimensions":null}],"model":"m","usage_info":{"pages_processed":1} }""");
        var plugin = new MistralOcrPlugin(server.Client(), "mistral-ocr-2512");

        var text = await plugin.ReadDocumentAsync("https://example.com/a.pdf", "1", Token);

        Assert.Equal("# Two", text);
        JsonAssert.Equal(
            """{"model":"mistral-ocr-2512","document":{"type":"document_url","document_url":"https://example.com/a.pdf"},"pages":"1","include_blocks":true}""",
            server.Body());
    }

    [Theory]
    [InlineData("../secret.pdf")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://example.com/a.pdf")]
    [InlineData("missing.pdf")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_model_reads_nothing_it_may_not_read(string document)
    {
        using var server = StubServer.Any();
        var plugin = new MistralOcrPlugin(server.Client(), folder: _folder);

        await Assert.ThrowsAsync<ArgumentException>(() => plugin.ReadDocumentAsync(document, cancellationToken: Token));

        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task Without_a_folder_no_file_is_read()
    {
        using var server = StubServer.Any();

        await Assert.ThrowsAsync<ArgumentException>(() => new MistralOcrPlugin(server.Client()).ReadDocumentAsync(Path.Combine(_folder, "invoice.pdf"), cancellationToken: Token));

        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task Code_is_filled_in()
    {
        await using var emulated = await StartAsync();

        var code = await emulated.Kernel.InvokeAsync<string>(
            "code", "fill_in_code", new() { ["prefix"] = "def add(a, b):\n", ["suffix"] = "\nprint(add(1, 2))", ["maxTokens"] = 100 }, Token);

        Assert.Equal("return a + b", code!.Trim());
        JsonAssert.Equal(
            """{"model":"codestral-latest","prompt":"def add(a, b):\n","suffix":"\nprint(add(1, 2))","max_tokens":100}""",
            Assert.Single(emulated.Bodies));
    }

    private Task<EmulatedKernel> StartAsync() => EmulatedKernel.StartAsync((builder, client) =>
    {
        builder.Plugins.AddFromObject(new MistralOcrPlugin(client, folder: _folder), "documents");
        builder.Plugins.AddFromObject(new MistralFimPlugin(client), "code");
    });
}
