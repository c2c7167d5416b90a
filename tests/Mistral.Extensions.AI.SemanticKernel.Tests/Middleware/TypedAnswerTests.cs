using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary><c>GetResponseAsync&lt;T&gt;</c>: what is no object is wrapped into one by M.E.AI, because no API takes anything else.</summary>
public sealed class TypedAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object() =>
        Assert.Equal(new City("Lyon", 522250), await AskAsync<City>(
            "Take down the city of Lyon with 522250 inhabitants.",
            """{"name":{"type":"string"},"inhabitants":{"type":"integer"} }"""));

    [Fact]
    public async Task A_list() =>
        Assert.Equal(["Lyon", "Paris"], (await AskAsync<string[]>(
            "Take down Lyon and Paris.", """{"data":{"type":"array","items":{"type":"string"} } }""")).Order());

    [Fact]
    public async Task A_number() => Assert.Equal(42, await AskAsync<int>("It is 42.", """{"data":{"type":"integer"} }"""));

    [Fact]
    public async Task An_enum() =>
        Assert.Equal(Season.Autumn, await AskAsync<Season>(
            "It was a golden autumn.", """{"data":{"type":"string","enum":["Winter","Spring","Summer","Autumn"]} }"""));

    [Fact]
    public async Task A_truth() => Assert.True(await AskAsync<bool>("Is that so?", """{"data":{"type":"boolean"} }"""));

    [Fact]
    public async Task Without_the_native_schema_the_model_is_told_the_schema()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        emulated.Say("""{"role":"assistant","content":"{\"name\":\"Lyon\",\"inhabitants\":522250}"}""");

        var response = await emulated.Client.AsIChatClient(EmulatedKernel.Model)
            .GetResponseAsync<City>("The city of Lyon", useJsonSchemaResponseFormat: false, cancellationToken: Token);

        Assert.Equal(new City("Lyon", 522250), response.Result);
        Assert.Equal("json_object", (string?)Assert.Single(emulated.Bodies)["response_format"]!["type"]);
    }

    private static async Task<T> AskAsync<T>(string text, string properties)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var response = await emulated.Client.AsIChatClient(EmulatedKernel.Model).GetResponseAsync<T>(text, cancellationToken: Token);

        var format = Assert.Single(emulated.Bodies)["response_format"]!;
        Assert.Equal("json_schema", (string?)format["type"]);
        Assert.True((bool?)format["json_schema"]!["strict"]);
        Assert.False((bool?)format["json_schema"]!["schema"]!["additionalProperties"]);
        JsonAssert.Equal(properties, format["json_schema"]!["schema"]!["properties"]);
        return response.Result;
    }

    internal sealed record City(string Name, int Inhabitants);

    internal enum Season
    {
        Winter,
        Spring,
        Summer,
        Autumn,
    }
}
