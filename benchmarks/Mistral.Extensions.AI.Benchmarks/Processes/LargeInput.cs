using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Sends an image or a document of 100 MB.</summary>
internal static class LargeInput
{
    private const int Size = 100 * 1024 * 1024;

    /// <summary>Sends it to the chat completions API. It is in memory before the measurement starts.</summary>
    internal static async Task SendToChatAsync(string implementation, string mediaType)
    {
        var body = implementation == Implementation.Anthropic
            ? AnthropicSamples.CreateMessage("Yes.")
            : Samples.CreateCompletion("Yes.");
        var server = new StubHandler(body, "application/json");
        var sendAsync = ProcessClients.CreateSender(implementation, new(server));
        // The small document loads the code.
        await sendAsync(CreateMessages(CreateDocument(1000), mediaType));
        var document = CreateDocument(Size);
        await MemoryMeasurement.RunAsync(() => sendAsync(CreateMessages(document, mediaType)));
        VerifyLength(server);
        GC.KeepAlive(document);
    }

    /// <summary>Sends it to the OCR API, from a file, from a stream that can seek or from one that cannot.</summary>
    internal static async Task SendToOcrAsync(string source)
    {
        var body = """{"pages":[{"index":0,"markdown":"Yes.","images":[]}],"model":"mistral-ocr-latest"}"""u8.ToArray();
        var server = new StubHandler(body, "application/json");
        var client = Clients.CreateMistralClient(new(server));
        var (small, large) = (CreateFile(1000), CreateFile(Size));
        try
        {
            await SendFileAsync(client, source, small);
            await MemoryMeasurement.RunAsync(() => SendFileAsync(client, source, large));
            VerifyLength(server);
        }
        finally
        {
            File.Delete(small);
            File.Delete(large);
        }
    }

    private static async Task SendFileAsync(MistralClient client, string source, string path)
    {
        await using var stream = File.OpenRead(path);
        var document = source switch
        {
            "file" => OcrDocument.FromFile(path),
            "stream" => OcrDocument.FromStream(stream),
            _ => OcrDocument.FromStream(new ForwardOnlyStream(stream), "application/pdf"),
        };
        await client.Ocr.ProcessAsync(new() { Model = "mistral-ocr-latest", Document = document });
    }

    private static List<ChatMessage> CreateMessages(byte[] document, string mediaType) =>
        [new(ChatRole.User, [new TextContent("What is in the document?"), new DataContent(document, mediaType)])];

    private static byte[] CreateDocument(int size)
    {
        var document = new byte[size];
        new Random(1).NextBytes(document);
        return document;
    }

    private static string CreateFile(int size)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.pdf");
        using var file = File.Create(path);
        file.Write("%PDF-1.7\n"u8);
        var block = CreateDocument(10_000);
        while (file.Length < size)
            file.Write(block);
        return path;
    }

    private static void VerifyLength(StubHandler server)
    {
        if (server.RequestLength < Size * 4L / 3)
            throw new InvalidOperationException($"The request has only {server.RequestLength} bytes.");
    }
}
