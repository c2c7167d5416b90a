using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Structured output: responses that follow the JSON schema of a type.</summary>
public sealed class StructuredOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Response_follows_the_JSON_schema_of_a_type()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "The city of Lyon has 522250 inhabitants.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(City) }),
            cancellationToken: Token);

        Assert.Equal(new City("Lyon", 522250), JsonSerializer.Deserialize<City>(response!));
    }

    [Fact]
    public async Task All_properties_of_a_class_are_required()
    {
        var schema = await GetSchemaAsync(typeof(Forecast));

        JsonAssert.Equal("""["Day","Sky","Nights"]""", schema["required"]);
        Assert.False((bool?)schema["additionalProperties"]);
        JsonAssert.Equal("""["Degrees"]""", schema["properties"]!["Nights"]!["items"]!["required"]);
    }

    [Fact]
    public async Task Enum_without_a_converter_is_a_number_with_its_names_in_the_description()
    {
        var schema = await GetSchemaAsync(typeof(Forecast));

        JsonAssert.Equal(
            """{"description":"The clouds. (0 = Clear, 4 = Cloudy)","type":"integer"}""", schema["properties"]!["Sky"]);
        Assert.Equal(Sky.Cloudy, JsonSerializer.Deserialize<Forecast>("""{"Sky":4}""")!.Sky);
    }

    [Fact]
    public async Task Enum_with_a_converter_is_a_string()
    {
        var schema = await GetSchemaAsync(typeof(Forecast));

        JsonAssert.Equal("""["Today","Tomorrow"]""", schema["properties"]!["Day"]!["enum"]);
        Assert.Equal(Day.Tomorrow, JsonSerializer.Deserialize<Forecast>("""{"Day":"Tomorrow"}""")!.Day);
    }

    [Fact]
    public async Task Schema_of_a_generic_type_has_the_names_of_its_type_arguments()
    {
        using var server = StubServer.WithDefaultResponse();

        await SendAsync(server, typeof(Result<City>));

        Assert.Equal("ResultCity", (string?)server.SingleRequestBody()["response_format"]!["json_schema"]!["name"]);
    }

    [Fact]
    public async Task Structured_response_can_be_streamed()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var json = "";
        await foreach (var chunk in fixture.Kernel.InvokePromptStreamingAsync<string>(
            "The city of Lyon has 522250 inhabitants.",
            new(new MistralPromptExecutionSettings { ResponseFormat = typeof(City) }),
            cancellationToken: Token))
        {
            json += chunk;
        }

        Assert.Equal(new City("Lyon", 522250), JsonSerializer.Deserialize<City>(json));
    }

    [Fact]
    public async Task Functions_are_called_before_a_structured_response()
    {
        var weather = new WeatherPlugin();
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(weather, "weather"));

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "Report the weather in Paris.",
            new(new MistralPromptExecutionSettings
            {
                ResponseFormat = typeof(Report),
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            }),
            cancellationToken: Token);

        Assert.Equal(["Paris"], weather.Cities);
        Assert.NotNull(JsonSerializer.Deserialize<Report>(response!)!.Text);
        Assert.All(fixture.RequestBodies, request => Assert.Equal("json_schema", (string?)request["response_format"]!["type"]));
    }

    private static async Task<JsonNode> GetSchemaAsync(Type type)
    {
        using var server = StubServer.WithDefaultResponse();
        await SendAsync(server, type);
        return server.SingleRequestBody()["response_format"]!["json_schema"]!["schema"]!;
    }

    private static Task<ChatMessageContent> SendAsync(StubServer server, Type responseFormat) =>
        new MistralChatCompletionService(StubServer.Model, server.CreateClient()).GetChatMessageContentAsync(
            "Hi", new MistralPromptExecutionSettings { ResponseFormat = responseFormat }, cancellationToken: Token);

    internal enum Sky
    {
        Clear = 0,
        Cloudy = 4,
    }

    [JsonConverter(typeof(JsonStringEnumConverter<Day>))]
    internal enum Day
    {
        Today,
        Tomorrow,
    }

    internal sealed class Forecast
    {
        public Day Day { get; set; }

        [Description("The clouds.")]
        public Sky Sky { get; set; }

        public List<Night> Nights { get; set; } = [];
    }

    internal sealed class Night
    {
        public double? Degrees { get; set; }
    }

    internal sealed record Result<T>(T Value);

    internal sealed record City(string Name, int Inhabitants);

    internal sealed record Report(string Text);
}
