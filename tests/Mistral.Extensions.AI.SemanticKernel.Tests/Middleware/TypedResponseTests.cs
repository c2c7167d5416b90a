using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>
/// <c>GetResponseAsync&lt;T&gt;</c>. M.E.AI wraps a schema that is not an object in an object, because the API requires an object at the
/// root.
/// </summary>
public sealed class TypedResponseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Response_type_can_be_an_object() =>
        Assert.Equal(new City("Lyon", 522250), await AskAsync<City>(
            "The city of Lyon has 522250 inhabitants.",
            """{"name":{"type":"string"},"inhabitants":{"type":"integer"} }"""));

    [Fact]
    public async Task Response_type_can_be_a_list() =>
        Assert.Equal(["Lyon", "Paris"], (await AskAsync<string[]>(
            "The cities are Lyon and Paris.", """{"data":{"type":"array","items":{"type":"string"} } }""")).Order());

    [Fact]
    public async Task Response_type_can_be_a_number() =>
        Assert.Equal(42, await AskAsync<int>("It is 42.", """{"data":{"type":"integer"} }"""));

    [Fact]
    public async Task Response_type_can_be_an_enum() =>
        Assert.Equal(Season.Autumn, await AskAsync<Season>(
            "It was a golden autumn.", """{"data":{"type":"string","enum":["Winter","Spring","Summer","Autumn"]} }"""));

    [Fact]
    public async Task Response_type_can_be_a_boolean() =>
        Assert.True(await AskAsync<bool>("Is that so?", """{"data":{"type":"boolean"} }"""));

    [Fact]
    public async Task JSON_mode_is_requested_when_useJsonSchemaResponseFormat_is_false()
    {
        await using var fixture = await KernelFixture.StartAsync();
        fixture.EnqueueMessage("""{"role":"assistant","content":"{\"name\":\"Lyon\",\"inhabitants\":522250}"}""");

        var response = await fixture.Client.AsIChatClient(KernelFixture.ModelId)
            .GetResponseAsync<City>("The city of Lyon", useJsonSchemaResponseFormat: false, cancellationToken: Token);

        Assert.Equal(new City("Lyon", 522250), response.Result);
        Assert.Equal("json_object", (string?)Assert.Single(fixture.RequestBodies)["response_format"]!["type"]);
    }

    private static async Task<T> AskAsync<T>(string text, string properties)
    {
        await using var fixture = await KernelFixture.StartAsync();
        var response = await fixture.Client.AsIChatClient(KernelFixture.ModelId).GetResponseAsync<T>(text, cancellationToken: Token);

        var format = Assert.Single(fixture.RequestBodies)["response_format"]!;
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
