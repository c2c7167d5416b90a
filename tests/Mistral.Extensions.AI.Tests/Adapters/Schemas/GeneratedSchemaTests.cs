using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Schemas;

/// <summary>The schemas that <c>ChatResponseFormat.ForJsonSchema</c> generates for .NET types are sent as strict schemas.</summary>
public sealed partial class GeneratedSchemaTests
{
    [Fact]
    public async Task Properties_of_a_class_are_required() => await AssertSentAsync<Item>(strict: true, """
        {"type":"object","additionalProperties":false,"required":["name","price","color","size","tags"],"properties":{
          "name":{"type":"string"},"price":{"type":["number","null"]},"color":{"type":"string","enum":["Red","Green"]},
          "size":{"type":["string","null"],"enum":["Red","Green",null]},"tags":{"type":"array","items":{"type":"string"}}}}
        """);

    [Fact]
    public async Task Record_parameters_with_default_values_are_required() => await AssertSentAsync<Search>(strict: true, """
        {"type":"object","additionalProperties":false,"required":["query","limit","language"],"properties":{
          "query":{"type":"string"},"limit":{"type":"integer","default":5},"language":{"type":["string","null"],"default":null}}}
        """);

    [Fact]
    public async Task Nested_and_nullable_objects_are_closed() => await AssertSentAsync<Order>(strict: true, """
        {"type":"object","additionalProperties":false,"required":["search","again"],"properties":{
          "search":{"type":"object","additionalProperties":false,"required":["query","limit","language"],"properties":{
            "query":{"type":"string"},"limit":{"type":"integer","default":5},"language":{"type":["string","null"],"default":null}}},
          "again":{"type":["object","null"],"additionalProperties":false,"required":["query","limit","language"],"properties":{
            "query":{"type":"string"},"limit":{"type":"integer","default":5},"language":{"type":["string","null"],"default":null}}}}}
        """);

    [Fact]
    public async Task Each_derived_type_of_a_polymorphic_type_is_closed() => await AssertSentAsync<Shape>(strict: true, """
        {"type":"object","required":["$type"],"anyOf":[
          {"properties":{"$type":{"const":"circle"},"radius":{"type":"number"},"name":{"type":"string"}},
           "required":["$type","radius","name"],"additionalProperties":false},
          {"properties":{"$type":{"const":"square"},"side":{"type":"number"},"name":{"type":"string"}},
           "required":["$type","side","name"],"additionalProperties":false}]}
        """);

    [Fact]
    public async Task Recursive_type_is_strict_if_the_recursion_can_end()
    {
        var sent = await GetSentAsync<Tree>();

        Assert.True(sent["strict"]!.GetValue<bool>());
        Assert.Equal(["value", "next", "children"], sent["schema"]!["required"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Theory]
    [InlineData(typeof(WithDictionary))]
    [InlineData(typeof(WithAnyValue))]
    public async Task Type_with_arbitrary_values_is_sent_without_strict(Type type)
    {
        var format = ChatResponseFormat.ForJsonSchema(type, TypesJson.Default.Options);

        var sent = (await SentRequests.GetFieldAsync("response_format", new() { ResponseFormat = format }))!["json_schema"]!;

        Assert.False(sent["strict"]!.GetValue<bool>());
        Assert.Null(sent["schema"]!["required"]);
    }

    [Fact]
    public async Task Emulator_accepts_each_strict_schema()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var client = new MistralClient(new MistralClientOptions { ApiKey = TestEmulator.Key, Endpoint = emulator.Server.Endpoint });
        using var chat = client.AsIChatClient("mistral-small-latest");

        foreach (var type in new[] { typeof(Item), typeof(Search), typeof(Order), typeof(Shape), typeof(Tree), typeof(WithShapes) })
        {
            var format = ChatResponseFormat.ForJsonSchema(type, TypesJson.Default.Options);
            var response = await chat.GetResponseAsync("Hi", new() { ResponseFormat = format }, TestContext.Current.CancellationToken);

            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(response.Text).ValueKind);
        }
    }

    private static async Task AssertSentAsync<T>(bool strict, string schema)
    {
        var sent = await GetSentAsync<T>();

        Assert.Equal(strict, sent["strict"]!.GetValue<bool>());
        JsonAssert.Equal(schema, sent["schema"]);
    }

    private static async Task<JsonNode> GetSentAsync<T>()
    {
        var format = ChatResponseFormat.ForJsonSchema<T>(TypesJson.Default.Options);
        return (await SentRequests.GetFieldAsync("response_format", new() { ResponseFormat = format }))!["json_schema"]!;
    }

    internal sealed class Item
    {
        public string Name { get; set; } = "";

        public double? Price { get; set; }

        public Color Color { get; set; }

        public Color? Size { get; set; }

        public List<string> Tags { get; set; } = [];
    }

    [JsonConverter(typeof(JsonStringEnumConverter<Color>))]
    internal enum Color
    {
        Red,
        Green,
    }

    internal sealed record Search(string Query, int Limit = 5, string? Language = null);

    internal sealed record Order(Search Search, Search? Again);

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    internal abstract record Shape(string Name);

    internal sealed record Circle(string Name, double Radius) : Shape(Name);

    internal sealed record Square(string Name, double Side) : Shape(Name);

    internal sealed record WithShapes(Shape First, Shape? Second, List<Shape> Others);

    internal sealed class Tree
    {
        public int Value { get; set; }

        public Tree? Next { get; set; }

        public List<Tree> Children { get; set; } = [];
    }

    internal sealed class WithDictionary
    {
        public Dictionary<string, int> Counts { get; set; } = [];
    }

    internal sealed class WithAnyValue
    {
        public JsonElement Value { get; set; }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Item))]
    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Shape))]
    [JsonSerializable(typeof(WithShapes))]
    [JsonSerializable(typeof(Tree))]
    [JsonSerializable(typeof(WithDictionary))]
    [JsonSerializable(typeof(WithAnyValue))]
    private sealed partial class TypesJson : JsonSerializerContext;
}
