using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Models;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests;

public sealed partial class MistralJsonTests
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = MistralJson.Default };

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(MistralJson.Default, new DefaultJsonTypeInfoResolver()),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    // What JsonSerializer uses without options where reflection is enabled.
    private static readonly JsonSerializerOptions Reflection = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static TheoryData<string> Records => [.. SampleRecords.Types.Select(type => type.FullName!)];

    public static TheoryData<string> Requests =>
        [.. SampleRecords.Types.Where(typeof(IRequestBody).IsAssignableFrom).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_is_written_and_read_without_loss(string name)
    {
        var type = GetType(name);
        var json = Serialize(SampleRecords.Create(type), type, Options);

        JsonAssert.Equal(json, Serialize(JsonSerializer.Deserialize(json, Options.GetTypeInfo(type))!, type, Options));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_has_the_same_JSON_with_other_naming_policies(string name)
    {
        var type = GetType(name);
        var record = SampleRecords.Create(type);

        JsonAssert.Equal(Serialize(record, type, Options), Serialize(record, type, CamelCase));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_has_the_same_JSON_with_reflection_except_for_nulls(string name)
    {
        var type = GetType(name);
        var record = SampleRecords.Create(type);
        var json = Serialize(record, type, Options);

        RoundTrip.AssertEqualIgnoringNulls(json, JsonNode.Parse(Serialize(record, type, Reflection)));
        var read = JsonSerializer.Deserialize(json, Reflection.GetTypeInfo(type))!;
        RoundTrip.AssertEqualIgnoringNulls(json, JsonNode.Parse(Serialize(read, type, Reflection)));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_is_written_as_it_is_sent(string name)
    {
        var type = GetType(name);
        var request = SampleRecords.Create(type);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            ((IRequestBody)request).WriteTo(writer);

        JsonAssert.Equal(Encoding.UTF8.GetString(stream.ToArray()), Serialize(request, type, Options));
    }

    [Fact]
    public void Properties_that_are_null_are_not_written()
    {
        var request = new ChatCompletionRequest { Model = "mistral-small-latest", Messages = [new UserMessage("Hi")] };

        Assert.Equal(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""",
            Serialize(request, request.GetType(), Options));
    }

    [Fact]
    public void Schema_that_is_not_set_is_not_written() =>
        Assert.Equal("""{"name":"book"}""", Serialize(new JsonSchema { Name = "book" }, typeof(JsonSchema), Options));

    [Fact]
    public void Function_without_parameters_is_written_as_it_was_read()
    {
        const string Json = """{"type":"function","function":{"name":"f"}}""";

        JsonAssert.Equal(Json, Serialize(JsonSerializer.Deserialize(Json, Options.GetTypeInfo(typeof(Tool)))!, typeof(Tool), Options));
    }

    [Fact]
    public void Unknown_variant_is_read_and_written_unchanged()
    {
        const string Json = """[{"type":"text","text":"a"},{"type":"hologram","data":[1]}]""";

        var chunks = JsonSerializer.Deserialize(Json, (JsonTypeInfo<List<ContentChunk>>)Options.GetTypeInfo(typeof(List<ContentChunk>)))!;

        Assert.IsType<UnknownChunk>(chunks[1]);
        JsonAssert.Equal(Json, Serialize(chunks, typeof(List<ContentChunk>), Options));
    }

    [Fact]
    public void List_of_models_is_read_with_reflection()
    {
        const string Json = """{"object":"list","data":[{"id":"a","owned_by":"b"}]}""";

        var models = (ModelList)JsonSerializer.Deserialize(Json, Reflection.GetTypeInfo(typeof(ModelList)))!;

        Assert.Equal(("a", "b"), (models.Data.Single().Id, models.Data.Single().OwnedBy));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_is_not_lost_in_JSON(bool useReflection)
    {
        var options = useReflection ? Reflection : Options;
        var file = FileData.FromBytes(new byte[] { 1 }, "audio/mpeg", "a.mp3");

        Assert.Contains("form data", Assert.Throws<NotSupportedException>(() =>
            Serialize(new UploadFileRequest { File = file }, typeof(UploadFileRequest), options)).Message, StringComparison.Ordinal);
        Assert.Contains("form data", Assert.Throws<NotSupportedException>(() =>
            Serialize(new AudioTranscriptionRequest { File = file }, typeof(AudioTranscriptionRequest), options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Documented_code_reads_what_it_writes()
    {
        var request = new ChatCompletionRequest { Model = "mistral-small-latest", Messages = [new UserMessage("Hi")] };

        var options = new JsonSerializerOptions { TypeInfoResolver = MistralJson.Default };
        var typeInfo = (JsonTypeInfo<ChatCompletionRequest>)options.GetTypeInfo(typeof(ChatCompletionRequest));

        string json = JsonSerializer.Serialize(request, typeInfo);
        ChatCompletionRequest? copy = JsonSerializer.Deserialize(json, typeInfo);

        Assert.Equal("Hi", ((UserMessage)copy!.Messages!.Single()).Content.Text);
        AssertIsDocumented("Read and write");
    }

    [Fact]
    public void Record_is_part_of_a_type_of_the_application_as_JsonElement()
    {
        var request = new ChatCompletionRequest { Model = "m", Stop = ["."] };
        var typeInfo = Options.GetTypeInfo(typeof(ChatCompletionRequest));

        var turn = new StoredTurn("u1", JsonSerializer.SerializeToElement(request, typeInfo));
        string line = JsonSerializer.Serialize(turn, StoredTurnJson.Default.StoredTurn);

        JsonAssert.Equal("""{"User":"u1","Request":{"model":"m","stop":["."]}}""", line);
        AssertIsDocumented("Source generation in an application");
    }

    private static void AssertIsDocumented(string heading) =>
        DocumentedCode.AssertIsIn("tests/Mistral.Extensions.AI.Tests/MistralJsonTests.cs", "docs/json.md", heading);

    private static string Serialize(object value, Type type, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(value, options.GetTypeInfo(type));

    private static Type GetType(string name) => typeof(MistralClient).Assembly.GetType(name, throwOnError: true)!;

    internal sealed record StoredTurn(string User, JsonElement Request);

    [JsonSerializable(typeof(StoredTurn))]
    internal sealed partial class StoredTurnJson : JsonSerializerContext;
}
