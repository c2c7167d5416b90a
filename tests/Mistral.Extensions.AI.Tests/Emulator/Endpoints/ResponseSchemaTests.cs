using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints;

/// <summary>Responses have only fields that occur in recorded traffic or in the OpenAPI description.</summary>
public sealed class ResponseSchemaTests
{
    private static readonly Dictionary<string, string[]> KnownChatFields = new()
    {
        ["response"] = ["id", "object", "created", "model", "usage", "choices", "p", "guardrails"],
        ["usage"] = ["prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "service_tier"],
        ["prompt_tokens_details"] = ["cached_tokens"],
        ["choices"] = ["index", "finish_reason", "message", "delta"],
        ["message"] = ["role", "content", "tool_calls"],
        ["delta"] = ["role", "content", "tool_calls"],
        ["content"] = ["type", "text", "thinking", "closed"],
        ["thinking"] = ["type", "text"],
        ["tool_calls"] = ["id", "type", "function", "index"],
        ["function"] = ["name", "arguments"],
        ["guardrails"] = ["moderation_llm_v1", "moderation_llm_v2"],
        ["moderation_llm_v2"] = ["action", "categories"],
        ["categories"] = ["pii"],
        ["pii"] = ["score", "violated"],
    };

    private static readonly Dictionary<string, string[]> KnownOcrFields = new()
    {
        ["response"] = ["pages", "model", "document_annotation", "usage_info"],
        ["usage_info"] = ["pages_processed", "doc_size_bytes"],
        ["pages"] =
        [
            "index", "markdown", "images", "tables", "hyperlinks", "header", "footer", "dimensions", "confidence_scores", "blocks",
        ],
        ["images"] = [.. Box, "id", "image_base64", "image_annotation"],
        ["tables"] = ["id", "content", "format", "word_confidence_scores"],
        ["dimensions"] = ["dpi", "height", "width"],
        ["blocks"] = [.. Box, "type", "content", "confidence_scores", "image_id", "table_id"],
        ["confidence_scores"] =
        [
            "word_confidence_scores", "average_page_confidence_score", "minimum_page_confidence_score",
            "average_content_confidence_score", "minimum_content_confidence_score", "block_type_confidence_score",
        ],
        ["word_confidence_scores"] = ["text", "confidence", "start_index"],
    };

    private static string[] Box => ["top_left_x", "top_left_y", "bottom_right_x", "bottom_right_y"];

    [Fact]
    public async Task File_responses_have_exactly_the_fields_of_the_OpenAPI_file()
    {
        string[] fields =
        [
            "id", "object", "bytes", "created_at", "filename", "purpose", "sample_type", "num_lines", "mimetype", "source", "signature",
            "expires_at", "visibility",
        ];
        await using var emulator = await TestEmulator.StartAsync();

        var file = (await emulator.PostFileAsync("{}", "a.jsonl")).Json;
        var retrieved = (await emulator.SendAsync(HttpMethod.Get, $"/v1/files/{file["id"]}")).Json;
        var list = (await emulator.SendAsync(HttpMethod.Get, "/v1/files")).Json;
        var url = (await emulator.SendAsync(HttpMethod.Get, $"/v1/files/{file["id"]}/url")).Json;
        var deleted = (await emulator.SendAsync(HttpMethod.Delete, $"/v1/files/{file["id"]}")).Json;

        Assert.Equal(fields, GetFields(file));
        Assert.Equal([.. fields, "deleted"], GetFields(retrieved));
        Assert.Equal(["data", "object", "total"], GetFields(list));
        Assert.Equal(fields, GetFields(list["data"]![0]!));
        Assert.Equal(["url"], GetFields(url));
        Assert.Equal(["id", "object", "deleted"], GetFields(deleted));
    }

    [Fact]
    public async Task Batch_responses_have_exactly_the_fields_of_the_OpenAPI_file()
    {
        string[] fields =
        [
            "id", "object", "input_files", "metadata", "endpoint", "model", "agent_id", "output_file", "error_file", "errors", "outputs",
            "status", "created_at", "total_requests", "completed_requests", "succeeded_requests", "failed_requests", "started_at",
            "completed_at",
        ];
        await using var emulator = await TestEmulator.StartAsync();

        var job = await emulator.WaitForJobAsync(await emulator.CreateInlineJobAsync(BatchTestCalls.Embed("a")));
        var inline = await emulator.GetJobAsync((string)job["id"]!, "?inline=true");
        var failed = await emulator.WaitForJobAsync(
            await emulator.CreateJobAsync($$"""{"input_files":["{{await emulator.UploadAsync("{}")}}"]}"""));
        var list = (await emulator.SendAsync(HttpMethod.Get, "/v1/batch/jobs")).Json;
        var deleted = (await emulator.SendAsync(HttpMethod.Delete, $"/v1/batch/jobs/{job["id"]}")).Json;

        Assert.Equal(fields, GetFields(job));
        Assert.Equal(fields.Order(), GetFields(inline).Order());
        Assert.Equal(["id", "custom_id", "response", "error"], GetFields(inline["outputs"]![0]!));
        Assert.Equal(["status_code", "body"], GetFields(inline["outputs"]![0]!["response"]!));
        Assert.Equal(["message", "count"], GetFields(failed["errors"]![0]!));
        Assert.Equal(["data", "object", "total"], GetFields(list));
        Assert.Equal(fields, GetFields(list["data"]![0]!));
        Assert.Equal(["id", "object", "deleted"], GetFields(deleted));
    }

    [Fact]
    public async Task Library_responses_have_exactly_the_fields_of_the_OpenAPI_file()
    {
        string[] fields =
        [
            "id", "library_id", "hash", "mime_type", "extension", "size", "name", "created_at", "process_status", "processing_status",
            "uploaded_by_id", "uploaded_by_type", "tokens_processing_total", "summary", "last_processed_at", "number_of_pages",
            "tokens_processing_main_content", "tokens_processing_summary", "url", "attributes", "expires_at",
        ];
        const string UserId = "0684fe0e-0b98-773e-8000-323fc71a3986";
        await using var emulator = await TestEmulator.StartAsync();

        var path = await emulator.CreateLibraryAsync();
        var document = (await emulator.UploadDocumentAsync(path, "text")).Json;
        var libraries = (await emulator.SendAsync(HttpMethod.Get, "/v1/libraries")).Json;
        var documents = (await emulator.SendAsync(HttpMethod.Get, $"{path}/documents")).Json;
        var status = (await emulator.SendAsync(HttpMethod.Get, $"{path}/documents/{document["id"]}/status")).Json;
        var text = (await emulator.SendAsync(HttpMethod.Get, $"{path}/documents/{document["id"]}/text_content")).Json;
        var access = (await emulator.SendAsync(
            HttpMethod.Put,
            $"{path}/share",
            $$"""{"level":"Viewer","share_with_uuid":"{{UserId}}","share_with_type":"User"}""")).Json;

        Assert.Equal(fields, GetFields(document));
        Assert.Equal(["pagination", "data", "next_page_token"], GetFields(libraries));
        Assert.Equal(["pagination", "data"], GetFields(documents));
        Assert.Equal(
            ["total_items", "total_pages", "current_page", "page_size", "has_more"], GetFields(documents["pagination"]!));
        Assert.Equal(["document_id", "process_status", "processing_status"], GetFields(status));
        Assert.Equal(["text"], GetFields(text));
        Assert.Equal(["library_id", "user_id", "org_id", "role", "share_with_type", "share_with_uuid"], GetFields(access));
    }

    [Fact]
    public async Task Audio_responses_have_exactly_the_fields_of_the_OpenAPI_file()
    {
        string[] segmentFields = ["type", "text", "start", "end", "speaker_id"];
        await using var emulator = await TestEmulator.StartAsync();

        var speech = (await emulator.PostSpeechAsync("a")).Json;
        var stream = (await emulator.PostSpeechAsync("a", """{"stream":true}""")).GetNamedEvents();
        var voices = (await emulator.SendAsync(HttpMethod.Get, AudioTestCalls.VoicesPath)).Json;
        var transcription = await emulator.TranscribeAsync(AudioFiles.CreateWav(1), ("timestamp_granularities", "segment"));

        Assert.Equal(["audio_data"], GetFields(speech));
        Assert.Equal(["type", "audio_data"], GetFields(stream[0]));
        Assert.Equal(["type", "usage"], GetFields(stream[^1]));
        Assert.Equal(["prompt_tokens", "completion_tokens", "total_tokens"], GetFields(stream[^1]["usage"]!));
        Assert.Equal(["items", "total", "page", "page_size", "total_pages"], GetFields(voices));
        Assert.Equal(
            [
                "name", "slug", "languages", "gender", "age", "tags", "color", "description", "retention_notice", "id", "created_at",
                "user_id", "trimmed_seconds",
            ],
            GetFields(voices["items"]![0]!));
        Assert.Equal(["model", "text", "language", "segments", "usage"], GetFields(transcription));
        Assert.Equal(segmentFields, GetFields(transcription["segments"]![0]!));
        // Recorded responses have request_count, which the OpenAPI file does not have.
        Assert.Equal(
            ["prompt_audio_seconds", "prompt_tokens", "total_tokens", "completion_tokens", "request_count"],
            GetFields(transcription["usage"]!));
    }

    [Theory]
    [InlineData("word")]
    [InlineData("block")]
    public async Task OCR_response_has_only_known_fields(string granularity)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var url = PdfBuilder.ToDataUri(PdfBuilder.Create("(| a |) Tj /Im0 Do (Footer: b) Tj"));

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/ocr",
            $$"""
            {"model":"mistral-ocr-latest","document":{"document_url":"{{url}}"},"table_format":"html",
             "confidence_scores_granularity":"{{granularity}}"}
            """);

        Assert.Equal(3, response.Json["pages"]![0]!["blocks"]!.AsArray().Count);
        Assert.Empty(FindUnknownFields(KnownOcrFields, "response", response.Json));
    }

    [Fact]
    public async Task Embedding_response_has_only_known_fields()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/embeddings", """{"model":"mistral-embed","input":"a"}""");

        Assert.Equal(["id", "object", "data", "model", "usage"], response.Json.AsObject().Select(member => member.Key));
        Assert.Equal(["object", "embedding", "index"], response.Json["data"]![0]!.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("/v1/moderations", "\"a\"")]
    [InlineData("/v1/chat/moderations", """[{"role":"user","content":"a"}]""")]
    public async Task Moderation_response_has_only_known_fields(string path, string input)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(
            HttpMethod.Post, path, $$"""{"model":"mistral-moderation-latest","input":{{input}}}""");

        Assert.Equal(["id", "usage", "model", "results"], response.Json.AsObject().Select(member => member.Key));
        Assert.Equal(["categories", "category_scores"], response.Json["results"]![0]!.AsObject().Select(member => member.Key));
        // https://php-mistral.partitech.com quotes this object of a response of the server.
        Assert.Equal(
            ["prompt_tokens", "total_tokens", "completion_tokens", "request_count"],
            response.Json["usage"]!.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("/v1/classifications", "\"a\"")]
    [InlineData("/v1/chat/classifications", """{"messages":[{"role":"user","content":"a"}]}""")]
    public async Task Classification_response_has_only_known_fields(string path, string input)
    {
        const string Model = "ft:classifier:ministral-3b-latest:587a6b29:20250401:1e6ab5a9";
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, path, $$"""{"model":"{{Model}}","input":{{input}}}""");

        Assert.Equal(["id", "usage", "model", "results"], GetFields(response.Json));
        Assert.Equal(["sentiment", "topic"], GetFields(response.Json["results"]![0]!));
        Assert.Equal(["scores"], GetFields(response.Json["results"]![0]!["sentiment"]!));
    }

    [Fact]
    public async Task Fine_tuning_responses_have_exactly_the_fields_of_the_OpenAPI_file()
    {
        const string Path = "/v1/fine_tuning/jobs";
        string[] metadata =
        [
            "expected_duration_seconds", "cost", "cost_currency", "train_tokens_per_step", "train_tokens", "data_tokens",
            "estimated_start_time",
        ];
        string[] fields =
        [
            "id", "auto_start", "model", "status", "created_at", "modified_at", "training_files", "validation_files", "object",
            "fine_tuned_model", "suffix", "integrations", "trained_tokens", "metadata", "job_type", "hyperparameters", "repositories",
        ];
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new() { TimeProvider = time });
        var file = (await emulator.PostFileAsync("""{"messages":[]}""", "a.jsonl")).Json;
        var request = $$"""
            {"model":"open-mistral-7b","hyperparameters":{"training_steps":3},"training_files":[{"file_id":"{{file["id"]}}"}]}
            """;

        var dryRun = (await emulator.SendAsync(HttpMethod.Post, $"{Path}?dry_run=true", request)).Json;
        var created = (await emulator.SendAsync(HttpMethod.Post, Path, request)).Json;
        time.Advance(TimeSpan.FromMinutes(1));
        var job = (await emulator.SendAsync(HttpMethod.Get, $"{Path}/{created["id"]}")).Json;
        var list = (await emulator.SendAsync(HttpMethod.Get, Path)).Json;

        Assert.Equal([.. metadata, "deprecated", "details", "epochs", "training_steps", "object"], GetFields(dryRun));
        Assert.Equal(fields, GetFields(created));
        Assert.Equal(metadata, GetFields(created["metadata"]!));
        Assert.Equal([.. fields, "events", "checkpoints"], GetFields(job));
        Assert.Equal(["name", "data", "created_at"], GetFields(job["events"]![0]!));
        Assert.Equal(["metrics", "step_number", "created_at"], GetFields(job["checkpoints"]![0]!));
        Assert.Equal(["train_loss", "valid_loss", "valid_mean_token_accuracy"], GetFields(job["checkpoints"]![0]!["metrics"]!));
        Assert.Equal(["data", "object", "total"], GetFields(list));
        Assert.Equal(fields, GetFields(list["data"]![0]!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"n":2,"service_tier":"auto","prompt_cache_key":"k"}""")]
    [InlineData("""{"reasoning_effort":"high"}""")]
    [InlineData("""{"tool_choice":"any","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""")]
    [InlineData("""{"guardrails":[{"moderation_llm_v2":{"custom_category_thresholds":{"pii":0.1},"ignore_other_categories":true}}]}""")]
    public async Task Chat_response_and_stream_have_only_known_fields(string options)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var complete = await emulator.PostUserMessageAsync("Hello", options);
        var stream = await emulator.PostUserMessageAsync("Hello", MakeStreaming(options));

        Assert.Empty(FindUnknownFields(KnownChatFields, "response", complete.Json));
        Assert.NotEmpty(stream.Chunks);
        Assert.Empty(stream.Chunks.SelectMany(chunk => FindUnknownFields(KnownChatFields, "response", chunk)));
    }

    private static IEnumerable<string> GetFields(JsonNode node) => node.AsObject().Select(member => member.Key);

    private static string MakeStreaming(string options)
    {
        var request = JsonNode.Parse(options)!;
        request["stream"] = true;
        return request.ToJsonString();
    }

    private static IEnumerable<string> FindUnknownFields(Dictionary<string, string[]> known, string parent, JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => known[parent].Contains(member.Key)
            ? FindUnknownFields(known, member.Key, member.Value)
            : [$"{parent}.{member.Key}"]),
        JsonArray items => items.SelectMany(item => FindUnknownFields(known, parent, item)),
        _ => [],
    };
}
