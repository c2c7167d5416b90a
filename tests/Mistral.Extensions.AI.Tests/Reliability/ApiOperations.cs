using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Agents;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;
using Mistral.Extensions.AI.Connectors;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Fim;
using Mistral.Extensions.AI.FineTuning;
using Mistral.Extensions.AI.Libraries;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// All operations of the API: the reliability tests run each failure against each operation. Every request with a body contains
/// <see cref="SecretText"/>, which must not appear in errors and logs.
/// </summary>
internal static class ApiOperations
{
    internal const string SecretText = "secret-request-text";

    private const string UserId = "0684fe0e-0b98-773e-8000-323fc71a3986";

    /// <summary>A response that has content for every operation (<c>IApiResponse.HasContent</c>).</summary>
    internal const string MinimalResponse =
        """
        {"type":"conversation.response.done","text":"","id":"m","data":[],"pages":[],"results":[],"choices":[
         {"index":0,"finish_reason":"stop"}],"url":"https://u","details":"","alias":"a","outputs":[],"entries":[],"messages":[],
         "process_status":"done","role":"Viewer","content":[],"items":[],"audio_data":"","client_secret":{"value":""}}
        """;

    private static readonly ApiOperation[] All =
    [
        new("chat", "POST /v1/chat/completions", (client, token) => client.Chat.CompleteAsync(ChatRequest, token)),
        new("chat, streaming", "POST /v1/chat/completions", (client, token) => ReadAsync(client.Chat.StreamAsync(ChatRequest, token))),
        new("fim", "POST /v1/fim/completions", (client, token) => client.Fim.CompleteAsync(FimRequest, token)),
        new("fim, streaming", "POST /v1/fim/completions", (client, token) => ReadAsync(client.Fim.StreamAsync(FimRequest, token))),
        new("embeddings", "POST /v1/embeddings", (client, token) => client.Embeddings.CreateAsync(EmbeddingRequest, token)),
        new("ocr", "POST /v1/ocr", (client, token) => client.Ocr.ProcessAsync(OcrRequest, token)),
        new("moderate", "POST /v1/moderations", (client, token) => client.Classifiers.ModerateAsync(TextsRequest, token)),
        new(
            "moderate chat",
            "POST /v1/chat/moderations",
            (client, token) => client.Classifiers.ModerateChatAsync(ChatModerationRequest, token)),
        new("classify", "POST /v1/classifications", (client, token) => client.Classifiers.ClassifyAsync(TextsRequest, token)),
        new(
            "classify chat",
            "POST /v1/chat/classifications",
            (client, token) => client.Classifiers.ClassifyChatAsync(ChatClassificationRequest, token)),
        new("list models", "GET /v1/models", (client, token) => client.Models.ListAsync(null, null, token)),
        new("get model", "GET /v1/models/m", (client, token) => client.Models.GetAsync("m", token)),
        new("delete model", "DELETE /v1/models/m", (client, token) => client.Models.DeleteAsync("m", token)),
        new("update model", "PATCH /v1/fine_tuning/models/m",
            (client, token) => client.Models.UpdateAsync("m", new() { Name = SecretText }, token)),
        new("archive model", "POST /v1/fine_tuning/models/m/archive", (client, token) => client.Models.ArchiveAsync("m", token)),
        new("unarchive model", "DELETE /v1/fine_tuning/models/m/archive", (client, token) => client.Models.UnarchiveAsync("m", token)),
        new("agent", "POST /v1/agents/completions", (client, token) => client.Agents.CompleteAsync(AgentRequest, token)),
        new("agent, streaming", "POST /v1/agents/completions",
            (client, token) => ReadAsync(client.Agents.StreamAsync(AgentRequest, token))),
        new("start conversation", "POST /v1/conversations",
            (client, token) => client.Conversations.StartAsync(ConversationRequest, token)),
        new("start conversation, streaming", "POST /v1/conversations",
            (client, token) => ReadAsync(client.Conversations.StartStreamAsync(ConversationRequest, token))),
        new("append to conversation", "POST /v1/conversations/m",
            (client, token) => client.Conversations.AppendAsync("m", ConversationAppendRequest, token)),
        new("append to conversation, streaming", "POST /v1/conversations/m",
            (client, token) => ReadAsync(client.Conversations.AppendStreamAsync("m", ConversationAppendRequest, token))),
        new("restart conversation", "POST /v1/conversations/m/restart",
            (client, token) => client.Conversations.RestartAsync("m", ConversationRestartRequest, token)),
        new("restart conversation, streaming", "POST /v1/conversations/m/restart",
            (client, token) => ReadAsync(client.Conversations.RestartStreamAsync("m", ConversationRestartRequest, token))),
        new("list conversations", "GET /v1/conversations", (client, token) => ReadPagesAsync(client.Conversations.ListAsync(null, token))),
        new("get conversation", "GET /v1/conversations/m", (client, token) => client.Conversations.GetAsync("m", token)),
        new("delete conversation", "DELETE /v1/conversations/m", (client, token) => client.Conversations.DeleteAsync("m", token)),
        new("get history of conversation", "GET /v1/conversations/m/history",
            (client, token) => client.Conversations.GetHistoryAsync("m", token)),
        new("get messages of conversation", "GET /v1/conversations/m/messages",
            (client, token) => client.Conversations.GetMessagesAsync("m", token)),
        new("create agent", "POST /v1/agents", (client, token) => client.Agents.CreateAsync(CreateAgentRequest, token)),
        new("list agents", "GET /v1/agents/pages", (client, token) => ReadPagesAsync(client.Agents.ListAsync(null, token))),
        new("list agents on a page", "GET /v1/agents/pages", (client, token) => client.Agents.ListPageAsync(null, token)),
        new("get agent", "GET /v1/agents/m", (client, token) => client.Agents.GetAsync("m", null, token)),
        new("update agent", "PATCH /v1/agents/m",
            (client, token) => client.Agents.UpdateAsync("m", new() { Instructions = SecretText }, token)),
        new("delete agent", "DELETE /v1/agents/m", (client, token) => client.Agents.DeleteAsync("m", token)),
        new("update version of agent", "PATCH /v1/agents/m/version",
            (client, token) => client.Agents.UpdateVersionAsync("m", 1, token)),
        new("list versions of agent", "GET /v1/agents/m/versions",
            (client, token) => ReadPagesAsync(client.Agents.ListVersionsAsync("m", null, token))),
        new("get version of agent", "GET /v1/agents/m/versions/1", (client, token) => client.Agents.GetVersionAsync("m", 1, token)),
        new("create alias of agent", "PUT /v1/agents/m/aliases",
            (client, token) => client.Agents.CreateVersionAliasAsync("m", "a", 1, token)),
        new("list aliases of agent", "GET /v1/agents/m/aliases",
            (client, token) => ReadPagesAsync(client.Agents.ListVersionAliasesAsync("m", token))),
        new("delete alias of agent", "DELETE /v1/agents/m/aliases",
            (client, token) => client.Agents.DeleteVersionAliasAsync("m", "a", token)),
        new("create library", "POST /v1/libraries",
            (client, token) => client.Libraries.CreateAsync(new() { Name = SecretText }, token)),
        new("list libraries", "GET /v1/libraries", (client, token) => ReadPagesAsync(client.Libraries.ListAsync(null, token))),
        new("list libraries on a page", "GET /v1/libraries", (client, token) => client.Libraries.ListPageAsync(null, token)),
        new("get library", "GET /v1/libraries/m", (client, token) => client.Libraries.GetAsync("m", token)),
        new("update library", "PATCH /v1/libraries/m",
            (client, token) => client.Libraries.UpdateAsync("m", new() { Name = SecretText }, token)),
        new("delete library", "DELETE /v1/libraries/m", (client, token) => client.Libraries.DeleteAsync("m", token)),
        new("upload document", "POST /v1/libraries/m/documents",
            (client, token) => client.Libraries.Documents.UploadAsync("m", UploadFileRequest.File!, null, token)),
        new("list documents", "GET /v1/libraries/m/documents",
            (client, token) => ReadPagesAsync(client.Libraries.Documents.ListAsync("m", null, token))),
        new("list documents on a page", "GET /v1/libraries/m/documents",
            (client, token) => client.Libraries.Documents.ListPageAsync("m", null, token)),
        new("get document", "GET /v1/libraries/m/documents/d",
            (client, token) => client.Libraries.Documents.GetAsync("m", "d", token)),
        new("update document", "PATCH /v1/libraries/m/documents/d",
            (client, token) => client.Libraries.Documents.UpdateAsync("m", "d", new() { Name = SecretText }, token)),
        new("delete document", "DELETE /v1/libraries/m/documents/d",
            (client, token) => client.Libraries.Documents.DeleteAsync("m", "d", token)),
        new("get status of document", "GET /v1/libraries/m/documents/d/status",
            (client, token) => client.Libraries.Documents.GetStatusAsync("m", "d", token)),
        new("get text of document", "GET /v1/libraries/m/documents/d/text_content",
            (client, token) => client.Libraries.Documents.GetTextContentAsync("m", "d", null, null, token)),
        new("get signed URL of document", "GET /v1/libraries/m/documents/d/signed-url",
            (client, token) => client.Libraries.Documents.GetSignedUrlAsync("m", "d", token)),
        new("get signed URL of text of document", "GET /v1/libraries/m/documents/d/extracted-text-signed-url",
            (client, token) => client.Libraries.Documents.GetExtractedTextSignedUrlAsync("m", "d", token)),
        new("reprocess document", "POST /v1/libraries/m/documents/d/reprocess",
            (client, token) => client.Libraries.Documents.ReprocessAsync("m", "d", token)),
        new("list accesses to library", "GET /v1/libraries/m/share",
            (client, token) => client.Libraries.Accesses.ListAsync("m", token)),
        new("update access to library", "PUT /v1/libraries/m/share",
            (client, token) => client.Libraries.Accesses.UpdateOrCreateAsync("m", SharingRequest, token)),
        new("delete access to library", "DELETE /v1/libraries/m/share",
            (client, token) => client.Libraries.Accesses.DeleteAsync("m", SharingDelete, token)),
        new("list connectors", "GET /v1/connectors", (client, token) => ReadPagesAsync(client.Connectors.ListAsync(null, token))),
        new("list connectors on a page", "GET /v1/connectors", (client, token) => client.Connectors.ListPageAsync(null, token)),
        new("get connector", "GET /v1/connectors/m", (client, token) => client.Connectors.GetAsync("m", token)),
        new("list tools of connector", "GET /v1/connectors/m/tools",
            (client, token) => ReadPagesAsync(client.Connectors.ListToolsAsync("m", null, token))),
        new("call tool of connector", "POST /v1/connectors/m/tools/t/call",
            (client, token) => client.Connectors.CallToolAsync("m", "t", CallToolRequest, null, token)),
        new("create fine-tuning job", "POST /v1/fine_tuning/jobs",
            (client, token) => client.FineTuning.Jobs.CreateAsync(FineTuningRequest, token)),
        new("estimate fine-tuning job", "POST /v1/fine_tuning/jobs",
            (client, token) => client.FineTuning.Jobs.DryRunAsync(FineTuningRequest, token)),
        new("list fine-tuning jobs", "GET /v1/fine_tuning/jobs",
            (client, token) => ReadPagesAsync(client.FineTuning.Jobs.ListAsync(null, token))),
        new("list fine-tuning jobs on a page", "GET /v1/fine_tuning/jobs",
            (client, token) => client.FineTuning.Jobs.ListPageAsync(null, token)),
        new("get fine-tuning job", "GET /v1/fine_tuning/jobs/m", (client, token) => client.FineTuning.Jobs.GetAsync("m", token)),
        new("cancel fine-tuning job", "POST /v1/fine_tuning/jobs/m/cancel",
            (client, token) => client.FineTuning.Jobs.CancelAsync("m", token)),
        new("start fine-tuning job", "POST /v1/fine_tuning/jobs/m/start",
            (client, token) => client.FineTuning.Jobs.StartAsync("m", token)),
        new("transcribe", "POST /v1/audio/transcriptions",
            (client, token) => client.Audio.Transcriptions.CompleteAsync(TranscriptionRequest, token)),
        new("transcribe, streaming", "POST /v1/audio/transcriptions",
            (client, token) => ReadAsync(client.Audio.Transcriptions.StreamAsync(TranscriptionRequest, token))),
        new("speak", "POST /v1/audio/speech", (client, token) => client.Audio.Speech.CompleteAsync(SpeechRequest, token)),
        new("speak, streaming", "POST /v1/audio/speech",
            (client, token) => ReadAsync(client.Audio.Speech.StreamAsync(SpeechRequest, token))),
        new("create voice", "POST /v1/audio/voices", (client, token) => client.Audio.Voices.CreateAsync(VoiceCreateRequest, token)),
        new("list voices", "GET /v1/audio/voices", (client, token) => ReadPagesAsync(client.Audio.Voices.ListAsync(null, token))),
        new("list voices on a page", "GET /v1/audio/voices", (client, token) => client.Audio.Voices.ListPageAsync(null, token)),
        new("get voice", "GET /v1/audio/voices/m", (client, token) => client.Audio.Voices.GetAsync("m", token)),
        new("update voice", "PATCH /v1/audio/voices/m",
            (client, token) => client.Audio.Voices.UpdateAsync("m", new() { Name = SecretText }, token)),
        new("delete voice", "DELETE /v1/audio/voices/m", (client, token) => client.Audio.Voices.DeleteAsync("m", token)),
        new("download sample of voice", "GET /v1/audio/voices/m/sample",
            (client, token) => ReadFileAsync(client.Audio.Voices.GetSampleAudioAsync("m", token))),
        new("create client session", "POST /v1/client/sessions",
            (client, token) => client.Audio.Realtime.Sessions.CreateAsync(RealtimeSessionRequest, token)),
        new("create batch job", "POST /v1/batch/jobs", (client, token) => client.Batch.Jobs.CreateAsync(BatchJobRequest, token)),
        new("list batch jobs", "GET /v1/batch/jobs", (client, token) => ReadPagesAsync(client.Batch.Jobs.ListAsync(null, token))),
        new("list batch jobs on a page", "GET /v1/batch/jobs", (client, token) => client.Batch.Jobs.ListPageAsync(null, token)),
        new("get batch job", "GET /v1/batch/jobs/m", (client, token) => client.Batch.Jobs.GetAsync("m", null, token)),
        new("cancel batch job", "POST /v1/batch/jobs/m/cancel", (client, token) => client.Batch.Jobs.CancelAsync("m", token)),
        new("delete batch job", "DELETE /v1/batch/jobs/m", (client, token) => client.Batch.Jobs.DeleteAsync("m", token)),
        new("upload file", "POST /v1/files", (client, token) => client.Files.UploadAsync(UploadFileRequest, null, token)),
        new("list files", "GET /v1/files", (client, token) => ReadPagesAsync(client.Files.ListAsync(null, token))),
        new("list files on a page", "GET /v1/files", (client, token) => client.Files.ListPageAsync(null, token)),
        new("get file", "GET /v1/files/m", (client, token) => client.Files.GetAsync("m", token)),
        new("delete file", "DELETE /v1/files/m", (client, token) => client.Files.DeleteAsync("m", token)),
        new("get signed URL", "GET /v1/files/m/url", (client, token) => client.Files.GetSignedUrlAsync("m", null, token)),
        new("download file", "GET /v1/files/m/content", (client, token) => ReadFileAsync(client.Files.DownloadAsync("m", token))),
    ];

    internal static IEnumerable<string> Names => All.Select(operation => operation.Name);

    internal static IEnumerable<string> StreamingNames => Names.Where(IsStreaming);

    internal static IEnumerable<string> NonStreamingNames => JsonNames.Where(name => !IsStreaming(name));

    /// <summary>The operations whose response is JSON, or a stream of JSON. The content of a file may be anything.</summary>
    internal static IEnumerable<string> JsonNames => Names.Where(name => !Get(name).IsDownload);

    /// <summary>The methods of the <c>*Api</c> classes that the operations call.</summary>
    internal static IEnumerable<MethodInfo> Methods => All.Select(operation => operation.Method);

    private static ChatCompletionRequest ChatRequest => new() { Model = "mistral-small-latest", Messages = [new UserMessage(SecretText)] };

    private static AgentsCompletionRequest AgentRequest => new() { AgentId = "ag:1", Messages = [new UserMessage(SecretText)] };

    private static ConversationRequest ConversationRequest => new() { Model = "mistral-medium-latest", Inputs = SecretText };

    private static ConversationAppendRequest ConversationAppendRequest => new() { Inputs = SecretText };

    private static ConversationRestartRequest ConversationRestartRequest => new() { FromEntryId = "e", Inputs = SecretText };

    private static CreateAgentRequest CreateAgentRequest =>
        new() { Model = "mistral-medium-latest", Name = "a", Instructions = SecretText };

    private static CreateFineTuningJobRequest FineTuningRequest => new()
    {
        Model = "open-mistral-7b",
        Hyperparameters = new() { TrainingSteps = 1 },
        TrainingFiles = [new() { FileId = "b9a2c1f0-0000-4000-8000-000000000001" }],
        JobType = "classifier",
        ClassifierTargets = [new() { Name = SecretText, Labels = ["a"] }],
    };

    private static FimCompletionRequest FimRequest => new() { Model = "codestral-latest", Prompt = SecretText };

    private static EmbeddingRequest EmbeddingRequest => new() { Model = "mistral-embed", Input = [SecretText] };

    private static ClassificationRequest TextsRequest => new() { Model = "m", Input = [SecretText] };

    private static ChatModerationRequest ChatModerationRequest => new() { Model = "m", Input = [[new UserMessage(SecretText)]] };

    private static ChatClassificationRequest ChatClassificationRequest =>
        new() { Model = "m", Input = [new() { Messages = [new UserMessage(SecretText)] }] };

    private static OcrRequest OcrRequest =>
        new() { Model = "mistral-ocr-latest", Document = new DocumentUrlChunk($"https://files.example/{SecretText}.pdf") };

    private static CreateBatchJobRequest BatchJobRequest => new()
    {
        Endpoint = BatchEndpoints.Embeddings.Path,
        Requests = [BatchEndpoints.Embeddings.CreateRequest("1", EmbeddingRequest)],
    };

    private static AudioTranscriptionRequest TranscriptionRequest => new()
    {
        Model = "voxtral-mini-latest",
        File = FileData.FromBytes(Encoding.UTF8.GetBytes(SecretText), name: $"{SecretText}.mp3"),
        ContextBias = [SecretText],
    };

    private static SpeechRequest SpeechRequest => new() { Model = "voxtral-mini-tts-2603", Input = SecretText, VoiceId = "v" };

    private static VoiceCreateRequest VoiceCreateRequest => new() { Name = SecretText, SampleAudio = TranscriptionRequest.File };

    private static CreateRealtimeSessionRequest RealtimeSessionRequest =>
        new() { Model = "voxtral-mini-transcribe-realtime-2602", AdditionalProperties = SecretProperties };

    private static UploadFileRequest UploadFileRequest =>
        new() { File = FileData.FromBytes(Encoding.UTF8.GetBytes(SecretText), name: $"{SecretText}.pdf"), Purpose = "ocr" };

    private static SharingRequest SharingRequest =>
        new() { Level = "Viewer", ShareWithUuid = UserId, ShareWithType = "User", AdditionalProperties = SecretProperties };

    private static SharingDelete SharingDelete =>
        new() { ShareWithUuid = UserId, ShareWithType = "User", AdditionalProperties = SecretProperties };

    private static ConnectorCallToolRequest CallToolRequest => new() { Arguments = SecretProperties };

    private static Dictionary<string, JsonElement> SecretProperties => new() { ["text"] = JsonElement.Parse($"\"{SecretText}\"") };

    /// <summary>The operations whose response has no body.</summary>
    internal static bool HasNoResponseBody(string name) => Get(name).HasNoResponseBody;

    /// <summary>Gets a response that has content for an operation. The last event of a stream has a type.</summary>
    internal static string GetMinimalResponse(string name) => name switch
    {
        "transcribe, streaming" => MinimalResponse.Replace("conversation.response.done", "transcription.done", StringComparison.Ordinal),
        "speak, streaming" => MinimalResponse.Replace("conversation.response.done", "speech.audio.done", StringComparison.Ordinal),
        _ => MinimalResponse,
    };

    /// <summary>Gets the HTTP method and the path of an operation, as in messages and logs.</summary>
    internal static string GetRequestLine(string name) => Get(name).RequestLine;

    internal static bool IsStreaming(string name) => Get(name).IsStreaming;

    /// <summary>Calls an operation. A stream is read to its end.</summary>
    internal static Task CallAsync(this MistralClient client, string name, CancellationToken? cancellationToken = null) =>
        Get(name).CallAsync(client, cancellationToken ?? TestContext.Current.CancellationToken);

    private static ApiOperation Get(string name) => All.Single(operation => operation.Name == name);

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream)
        {
        }
    }

    // Each page is a JSON response, and not an event of a stream.
    private static Task ReadPagesAsync<T>(IAsyncEnumerable<T> list) => ReadAsync(list);

    private static async Task ReadFileAsync(Task<FileDownloadStream> download)
    {
        await using var stream = await download;
        await stream.CopyToAsync(Stream.Null);
    }

    /// <summary>An operation. The expression tells which method it calls, so that no list of names is needed.</summary>
    private sealed class ApiOperation(string name, string requestLine, Expression<Func<MistralClient, CancellationToken, Task>> call)
    {
        internal string Name => name;

        internal string RequestLine => requestLine;

        internal Func<MistralClient, CancellationToken, Task> CallAsync { get; } = call.Compile();

        internal bool IsStreaming => Call.Method.Name is nameof(ReadAsync);

        internal bool IsDownload => Call.Method.Name is nameof(ReadFileAsync);

        internal bool HasNoResponseBody => Method.ReturnType == typeof(Task);

        internal MethodInfo Method => Call.Method.DeclaringType == typeof(ApiOperations)
            ? ((MethodCallExpression)Call.Arguments[0]).Method
            : Call.Method;

        private MethodCallExpression Call => (MethodCallExpression)call.Body;
    }
}
