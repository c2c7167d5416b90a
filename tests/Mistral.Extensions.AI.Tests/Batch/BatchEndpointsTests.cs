using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>The bodies of batch requests are the requests to the endpoint; the model may be that of the job.</summary>
public sealed class BatchEndpointsTests
{
    private static readonly UserMessage Message = new("Hi");

    public static TheoryData<BatchRequest, string> Requests => new()
    {
        {
            BatchEndpoints.ChatCompletions.CreateRequest("1", new() { Messages = [Message], MaxTokens = 5, Stream = true }),
            """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":5}"""
        },
        {
            BatchEndpoints.ChatCompletions.CreateRequest("1", new() { Model = "mistral-small-latest", Messages = [Message] }),
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}"""
        },
        {
            BatchEndpoints.Conversations.CreateRequest("1", new() { Inputs = "Hi", Tools = [new WebSearchTool()], Stream = true }),
            """{"inputs":"Hi","tools":[{"type":"web_search"}]}"""
        },
        {
            BatchEndpoints.Conversations.CreateRequest("1", new() { AgentId = "ag_1", Inputs = "Hi" }),
            """{"agent_id":"ag_1","inputs":"Hi"}"""
        },
        { BatchEndpoints.Embeddings.CreateRequest("1", new() { Input = ["a", "b"] }), """{"input":["a","b"]}""" },
        { BatchEndpoints.FimCompletions.CreateRequest("1", new() { Prompt = "def f(", Stream = true }), """{"prompt":"def f("}""" },
        {
            BatchEndpoints.Ocr.CreateRequest("1", new() { Document = OcrDocument.FromBytes("abc"u8.ToArray(), "application/pdf") }),
            """{"document":{"type":"document_url","document_url":"data:application/pdf;base64,YWJj"},"include_blocks":true}"""
        },
        {
            BatchEndpoints.Transcriptions.CreateRequest(
                "1", new() { FileId = "f", Diarize = true, ContextBias = ["a"], TimestampGranularities = ["segment"], Stream = true }),
            """{"file_id":"f","diarize":true,"context_bias":["a"],"timestamp_granularities":["segment"]}"""
        },
        { BatchEndpoints.Moderations.CreateRequest("1", new() { Input = ["a"] }), """{"input":["a"]}""" },
        {
            BatchEndpoints.ChatModerations.CreateRequest("1", new() { Input = [[Message]] }),
            """{"input":[[{"role":"user","content":"Hi"}]]}"""
        },
        { BatchEndpoints.Classifications.CreateRequest("1", new() { Input = ["a"] }), """{"input":["a"]}""" },
        {
            BatchEndpoints.ChatClassifications.CreateRequest("1", new() { Input = [new() { Messages = [Message] }] }),
            """{"input":[{"messages":[{"role":"user","content":"Hi"}]}]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Body_is_the_request_without_streaming(BatchRequest request, string body)
    {
        Assert.Equal("1", request.CustomId);
        JsonAssert.Equal(body, request.Body.GetRawText());
    }

    [Fact]
    public void Transcription_request_with_a_file_is_rejected()
    {
        var error = Assert.Throws<ArgumentException>(() => BatchEndpoints.Transcriptions.CreateRequest(
            "1", new() { File = FileData.FromBytes("a"u8.ToArray(), name: "a.mp3") }));

        Assert.Equal(
            "The request \"1\" is invalid. A request of a batch job cannot contain a file. Upload it with Files.UploadAsync and the purpose"
                + " \"audio\", and set FileId.",
            error.Message);
    }

    [Fact]
    public void Transcription_request_without_audio_is_rejected() => Assert.Contains(
        "No audio was specified",
        Assert.Throws<ArgumentException>(() => BatchEndpoints.Transcriptions.CreateRequest("1", new())).Message,
        StringComparison.Ordinal);
}
