using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Embeddings;

public sealed class EmbeddingsEndpointTests
{
    [Fact]
    public async Task Every_input_gets_a_normalized_vector_with_an_index()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await EmbedAsync(emulator, """{"model":"mistral-embed","input":["one text","another text"]}""");

        Assert.Equal("list", (string?)response.Json["object"]);
        Assert.Equal("mistral-embed", (string?)response.Json["model"]);
        Assert.Equal([0, 1], response.Json["data"]!.AsArray().Select(item => (int)item!["index"]!));
        Assert.All(GetVectors(response), vector =>
        {
            Assert.Equal(1024, vector.Length);
            Assert.Equal(1, vector.Sum(value => value * value), tolerance: 1e-5);
        });
        Assert.Equal(
            """{"prompt_audio_seconds":null,"prompt_tokens":4,"total_tokens":4,"completion_tokens":0,"request_count":null"""
            + ""","prompt_tokens_details":null,"completion_tokens_details":null,"service_tier":null,"prompt_token_details":null}""",
            response.Json["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Similar_texts_have_similar_vectors()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await EmbedAsync(emulator,
            """{"model":"mistral-embed","input":["The cat sat on the mat","A cat sits on a mat","Stock markets fell"]}""");

        var vectors = GetVectors(response);
        var near = DotProduct(vectors[0], vectors[1]);
        var far = DotProduct(vectors[0], vectors[2]);
        Assert.True(near > 0.4, $"near: {near}");
        Assert.True(far < 0.1, $"far: {far}");
    }

    [Fact]
    public async Task Vector_of_a_text_is_deterministic()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var first = await EmbedAsync(
            emulator, """{"model":"codestral-embed","input":"var answer = 42;","output_dtype":"ubinary","output_dimension":64}""");
        var second = await EmbedAsync(
            emulator, """{"model":"codestral-embed","input":["VAR answer: 42"],"output_dtype":"ubinary","output_dimension":64}""");

        // Calculated without this code: a change of the hash would change the vectors that users have stored.
        Assert.Equal("[7,255,224,6,80,238,71,13]", GetRawVector(first));
        Assert.Equal(GetRawVector(first), GetRawVector(second));
    }

    [Fact]
    public async Task Shorter_vector_is_a_prefix_of_the_longer_vector()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var defaultResponse = await EmbedAsync(emulator, """{"model":"codestral-embed","input":"int x;"}""");
        var longResponse = await EmbedAsync(emulator, """{"model":"codestral-embed","input":"int x;","output_dimension":3072}""");

        var defaultVector = GetVectors(defaultResponse)[0];
        var longVector = GetVectors(longResponse)[0];
        Assert.Equal((1536, 3072), (defaultVector.Length, longVector.Length));
        Assert.Equal(defaultVector.Select(Math.Sign), longVector[..1536].Select(Math.Sign));
    }

    [Fact]
    public async Task Quantized_vectors_are_derived_from_the_float_vector()
    {
        await using var emulator = await TestEmulator.StartAsync();

        async Task<double[]> Embed(string type) => GetVectors(await EmbedAsync(emulator,
            $$"""{"model":"codestral-embed","input":"int x;","output_dtype":"{{type}}","output_dimension":16}"""))[0];
        var floats = await Embed("float");
        var bytes = await Embed("int8");
        var bits = await Embed("ubinary");

        Assert.Equal(127, bytes.Max(Math.Abs));
        Assert.Equal(floats.Select(Math.Sign), bytes.Select(Math.Sign));
        Assert.Equal(bytes.Select(value => value + 128), await Embed("uint8"));
        Assert.Equal(2, bits.Length);
        Assert.Equal(floats[..8].Select((value, index) => value > 0 ? 128 >> index : 0).Sum(), bits[0]);
        Assert.Equal(bits.Select(value => value - 128), await Embed("binary"));
    }

    [Fact]
    public async Task Base64_contains_little_endian_floats_or_raw_bytes()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var floats = GetVectors(await EmbedAsync(emulator, """{"model":"mistral-embed","input":"Hello"}"""))[0];
        var base64Floats = await EmbedAsync(emulator, """{"model":"mistral-embed","input":"Hello","encoding_format":"base64"}""");
        var integers = GetVectors(await EmbedAsync(emulator, """{"model":"codestral-embed","input":"Hello","output_dtype":"int8"}"""))[0];
        var base64Bytes = await EmbedAsync(
            emulator, """{"model":"codestral-embed","input":"Hello","output_dtype":"int8","encoding_format":"base64"}""");

        var decoded = Convert.FromBase64String(GetBase64(base64Floats)).Chunk(4).Select(four => (double)BitConverter.ToSingle(four));
        Assert.Equal(floats.Select(value => (float)value), decoded.Select(value => (float)value));
        Assert.Equal(integers, Convert.FromBase64String(GetBase64(base64Bytes)).Select(value => (double)(sbyte)value));
    }

    [Fact]
    public async Task Reversed_embeddings_keep_their_index()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ReverseEmbeddings = true });
        await using var defaultEmulator = await TestEmulator.StartAsync();
        const string Request = """{"model":"mistral-embed","input":["a","b","c"]}""";

        var reversed = (await EmbedAsync(emulator, Request)).Json["data"]!.AsArray();
        var data = (await EmbedAsync(defaultEmulator, Request)).Json["data"]!.AsArray();

        Assert.Equal([2, 1, 0], reversed.Select(item => (int)item!["index"]!));
        Assert.Equal(data.Reverse().Select(item => item!.ToJsonString()), reversed.Select(item => item!.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"model":"unknown","input":"a"}""", "1500", "invalid_model", "Invalid model: unknown")]
    [InlineData("""{"model":"mistral-small-latest","input":"a"}""", "1500", "invalid_model", "Invalid model: mistral-small-latest")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dimension":1024}""", "3051", "invalid_request_invalid_args",
        "This model does not support output_dimension.")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dtype":"int8"}""", "3051", "invalid_request_invalid_args",
        "This model does not support output_dtype.")]
    [InlineData("""{"model":"codestral-embed","input":"a","output_dimension":3073}""", "3051", "invalid_request_invalid_args",
        "output_dimension must be less than or equal to 3072 for this model.")]
    [InlineData("""{"model":"mistral-embed","input":["a",""]}""", "3210", "invalid_request_prompt", "Input id 1 is empty.")]
    public async Task Request_that_breaks_a_rule_is_rejected_with_400(string request, string code, string type, string expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();

        AssertRejected(await PostAsync(emulator, request), code, type, expectedMessage);
    }

    [Theory]
    [InlineData(256, 1, null)]
    [InlineData(257, 1, "Too many inputs in request, split into more batches.")]
    [InlineData(1, 8192, null)]
    [InlineData(1, 8193, "Input id 0 has 8193 tokens, exceeding max 8192 tokens.")]
    [InlineData(2, 8192, null)]
    [InlineData(3, 5462, "Too many tokens overall, split into more batches.")]
    public async Task Batch_over_the_server_limits_is_rejected(int inputCount, int wordCount, string? expectedMessage)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var text = string.Join(' ', Enumerable.Repeat("a", wordCount));
        var request = new JsonObject
        {
            ["model"] = "mistral-embed",
            ["input"] = new JsonArray([.. Enumerable.Repeat(text, inputCount).Select(input => JsonValue.Create(input))]),
        };

        var response = await PostAsync(emulator, request.ToJsonString());

        if (expectedMessage is null)
            Assert.Equal(HttpStatusCode.OK, response.Status);
        else
            AssertRejected(response, "3210", "invalid_request_prompt", expectedMessage);
    }

    [Theory]
    [InlineData("""{"model":"mistral-embed","inputs":"a"}""", "body.input missing", "body.inputs extra_forbidden")]
    [InlineData("""{"model":"mistral-embed","input":[]}""", "body.input.list[str] too_short")]
    [InlineData("""{"model":"mistral-embed","input":[1]}""", "body.input.list[str].0 string_type")]
    [InlineData("""{"model":"mistral-embed","input":null}""", "body.input.str string_type", "body.input.list[str] list_type")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dimension":0}""", "body.output_dimension greater_than")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dtype":"int4"}""", "body.output_dtype enum")]
    [InlineData("""{"model":"mistral-embed","input":"a","output_dtype":null}""", "body.output_dtype enum")]
    [InlineData("""{"model":"mistral-embed","input":"a","encoding_format":"hex"}""", "body.encoding_format enum")]
    public async Task Invalid_field_is_rejected_with_the_location(string request, params string[] errors)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await PostAsync(emulator, request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(errors, response.Json["detail"]!.AsArray()
            .Select(error => $"{string.Join('.', error!["loc"]!.AsArray())} {error["type"]}"));
    }

    private static Task<EmulatorResponse> PostAsync(TestEmulator emulator, string request) =>
        emulator.SendAsync(HttpMethod.Post, "/v1/embeddings", request);

    private static async Task<EmulatorResponse> EmbedAsync(TestEmulator emulator, string request)
    {
        var response = await PostAsync(emulator, request);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        return response;
    }

    private static double[][] GetVectors(EmulatorResponse response) =>
        [.. response.Json["data"]!.AsArray().Select(item => item!["embedding"]!.AsArray().Select(value => (double)value!).ToArray())];

    private static string GetRawVector(EmulatorResponse response) => response.Json["data"]![0]!["embedding"]!.ToJsonString();

    private static string GetBase64(EmulatorResponse response) => (string)response.Json["data"]![0]!["embedding"]!;

    private static double DotProduct(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static void AssertRejected(EmulatorResponse response, string code, string type, string message)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(
            (code, type, message),
            ((string?)response.Json["code"], (string?)response.Json["type"], (string?)response.Json["message"]));
    }
}
