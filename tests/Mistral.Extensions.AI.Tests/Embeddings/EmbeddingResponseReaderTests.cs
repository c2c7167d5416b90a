using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Embeddings;

/// <summary>Responses of the form that the API returns are not read by the serializer, but must be the same as if they were.</summary>
public sealed class EmbeddingResponseReaderTests
{
    private const string Usage = """ "usage":{"prompt_tokens":15,"completion_tokens":0,"total_tokens":15} """;

    [Theory]
    [InlineData("""
        {"id":"1","object":"list","data":[{"object":"embedding","embedding":[0.5,-1],"index":0},
        {"object":"embedding","embedding":"AAAAPwAAgL8=","index":1}],"model":"mistral-embed",
        """ + Usage + "}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{}]}""")]
    [InlineData("""{"data":[{"embedding":[]},{"embedding":""}]}""")]
    [InlineData(""" { "data" : [ { "embedding" : [ 1 , 2 ] , "index" : 0 } , { "index" : 1 } ] } """)]
    [InlineData("""{"data":[{"embedding":[0.1234567890123456789,1e-40,1e38]},{"embedding":[1]}],"model":"m"}""")]
    [InlineData("""{"model":"\u00e9\ud83d\ude00","data":[{"embedding":[1],"object":"\u0065mbedding"}]}""")]
    [InlineData("""{"data":[],"usage":{"prompt_tokens":"7","request_count":null,"new":[1],"prompt_tokens_details":{"cached_tokens":1}}}""")]
    [InlineData("""{"data":[],"usage":{"prompt_tokens":true,"prompt_tokens_details":7}}""")]
    [InlineData("""{"usage":null,"data":[],"usage":{"prompt_tokens":1}}""")]
    [InlineData("""{"data":[{}],"usage":{"prompt_tokens":1},"id":"1","data":[],"usage":{"total_tokens":2},"id":"2"}""")]
    [InlineData("""{"data":[{"index":1,"object":"a","embedding":[1],"index":null,"object":"b","embedding":"AAAAPw=="}]}""")]
    public void Usual_response_is_the_same_as_read_by_the_serializer(string json)
    {
        var response = Read(json);

        Assert.NotNull(response);
        Assert.Equal(Deserialize(Encoding.UTF8.GetBytes(json)), Serialize(response));
    }

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":[[]]}""")]
    [InlineData("""{"data":[],"id":null}""")]
    [InlineData("""{"data":[],"id":1}""")]
    [InlineData("""{"data":[],"new":1}""")]
    [InlineData("""{"data":[],"usage":[]}""")]
    [InlineData("""{"data":[{"new":1}]}""")]
    [InlineData("""{"data":[{"index":1.5}]}""")]
    [InlineData("""{"data":[{"index":"1"}]}""")]
    [InlineData("""{"data":[{"index":99999999999}]}""")]
    [InlineData("""{"data":[{"object":null}]}""")]
    [InlineData("""{"data":[{"embedding":null}]}""")]
    [InlineData("""{"data":[{"embedding":{}}]}""")]
    [InlineData("""{"data":[{"embedding":1}]}""")]
    [InlineData("""{"data":[{"embedding":[1,null]}]}""")]
    [InlineData("""{"data":[{"embedding":["NaN"]}]}""")]
    [InlineData("""{"data":[{"embedding":[[1]]}]}""")]
    [InlineData("""{"data":[{"embedding":"gP9/"}]}""")]
    [InlineData("""{"data":[{"embedding":"\u0041AAAPw=="}]}""")]
    [InlineData("""{"data":[{"embedding":"not base64!"}]}""")]
    [InlineData("""{"\u0064ata":[]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Any_other_response_is_left_to_the_serializer(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("""{"data":[{"embedding":[1""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0}]""")]
    [InlineData("""{"data":[{"embedding":[1,]}]}""")]
    [InlineData("""{"data":[{"embedding":[NaN]}]}""")]
    [InlineData("""{"data":[{"embedding":[1}]}""")]
    [InlineData("""{"data":[]} {}""")]
    [InlineData("""{"data":[]}x""")]
    [InlineData("""{"data":[],"id":"\ud800"}""")]
    [InlineData("\uFEFF{\"data\":[]}")]
    public void Invalid_JSON_is_left_to_the_serializer(string json) => Assert.Null(Read(json));

    [Fact]
    public void Invalid_UTF8_is_left_to_the_serializer() =>
        Assert.Null(new EmbeddingResponseReader(1).TryRead([.. "{\"data\":[],\"id\":\""u8, 0xFF, .. "\"}"u8]));

    [Fact]
    public void Mutated_responses_are_the_same_as_read_by_the_serializer()
    {
        var random = new Random(20261121);
        var readCount = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var data = MutatedJson.Mutate(Encoding.UTF8.GetBytes(CreateResponse(random)), random);
            if (new EmbeddingResponseReader(1).TryRead(data) is not { } response)
                continue;

            readCount++;
            Assert.Equal(Deserialize(data), Serialize(response));
        }

        Assert.InRange(readCount, 5_000, 20_000);
    }

    [Fact]
    public async Task Response_of_another_form_is_read_by_the_client()
    {
        var server = StubServer.WithResponse("""
            {"new":1,"data":[{"embedding":[0.5],"index":"1","new":2},{"embedding":"AAAA\u0050w==","index":0}],"id":7,"model":"\ud800"}
            """);

        var response = await server.CreateClient().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a", "b"] }, TestContext.Current.CancellationToken);

        Assert.Equal(("7", "\uFFFD"), (response.Id, response.Model));
        Assert.Equal([1, 0], response.Data.Select(data => data.Index));
        Assert.All(response.Data, data => Assert.Equal([0.5f], data.Embedding!.ToSingles().ToArray()));
        Assert.Equal(1, response.AdditionalProperties!["new"].GetInt32());
    }

    // 500 embeddings are 10 MB of JSON. A response of more than 8 MB is read while it is received.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Long_response_is_read_by_the_client(bool isLengthKnown)
    {
        var numbers = Enumerable.Range(0, 1000).Select(i => i / 1000f).ToArray();
        var vector = string.Join(',', numbers.Select(number => number.ToString("F18", CultureInfo.InvariantCulture)));
        var items = Enumerable.Range(0, 500).Select(i => $$"""{"object":"embedding","embedding":[{{vector}}],"index":{{i}}}""");
        var json = Encoding.UTF8.GetBytes($$"""{"model":"\ud800","data":[{{string.Join(',', items)}}]}""");
        var server = new StubServer().Then(() => new(HttpStatusCode.OK)
        {
            Content = isLengthKnown ? new ByteArrayContent(json) : new StreamContent(new ForwardOnlyStream(json)),
        });

        var response = await server.CreateClient().Embeddings.CreateAsync(
            new() { Model = "mistral-embed", Input = ["a"] }, TestContext.Current.CancellationToken);

        Assert.InRange(json.Length, 8 * 1024 * 1024, 16 * 1024 * 1024);
        Assert.Equal("\uFFFD", response.Model);
        Assert.Equal(Enumerable.Range(0, 500), response.Data.Select(data => data.Index!.Value));
        Assert.All(response.Data, data => Assert.True(data.Embedding!.ToSingles().Span.SequenceEqual(numbers)));
    }

    private static string CreateResponse(Random random)
    {
        var item = random.CreateObject(
            "\"object\":\"embedding\"",
            $"\"index\":{random.Next(3)}",
            "\"embedding\":" + random.Choose(
                "[0.5,-0.25e-3,12.5]", "\"AAAAPwAAgL8=\"", "[]", "[0.12345678901234567890]", "\"gP9/\""));
        return random.CreateObject(
            "\"id\":\"a\\u00e9\"",
            "\"object\":\"list\"",
            "\"model\":\"m\"",
            $"\"data\":[{item},{item}]",
            "\"usage\":" + random.Choose("{\"prompt_tokens\":1}", "{\"prompt_tokens\":\"x\",\"a\":{}}", "null", "[1]"));
    }

    private static EmbeddingResponse? Read(string json) => new EmbeddingResponseReader(1).TryRead(Encoding.UTF8.GetBytes(json));

    private static string Deserialize(byte[] json) =>
        Serialize(JsonSerializer.Deserialize(json, EmbeddingsJson.Default.EmbeddingResponse.ToLenient())!);

    private static string Serialize(EmbeddingResponse response) =>
        JsonSerializer.Serialize(response, EmbeddingsJson.Default.EmbeddingResponse);
}
