using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary><c>GetResponseAsync&lt;T&gt;</c>: what is no object is wrapped into one by M.E.AI, because no API takes anything else.</summary>
public sealed class TypedAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object() =>
        Assert.Equal(new City("Lyon", 522250), await AskAsync<City>("Take down the city of Lyon with 522250 inhabitants."));

    [Fact]
    public async Task A_list() => Assert.Equal(["Lyon", "Paris"], (await AskAsync<string[]>("Take down Lyon and Paris.")).Order());

    [Fact]
    public async Task A_number() => Assert.Equal(42, await AskAsync<int>("It is 42."));

    [Fact]
    public async Task An_enum() => Assert.Equal(Season.Autumn, await AskAsync<Season>("It was a golden autumn."));

    [Fact]
    public async Task A_truth() => Assert.True(await AskAsync<bool>("Is that so?"));

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

    private static async Task<T> AskAsync<T>(string text)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var response = await emulated.Client.AsIChatClient(EmulatedKernel.Model).GetResponseAsync<T>(text, cancellationToken: Token);
        Assert.Equal("json_schema", (string?)Assert.Single(emulated.Bodies)["response_format"]!["type"]);
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
