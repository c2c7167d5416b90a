using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Tools, tool choices and response formats are converted in both directions.</summary>
public sealed class ToolConverterTests
{
    private const string Parameters = """{"$schema":"s","type":"object","properties":{"a":{"type":"string"}}}""";

    [Fact]
    public void Function_tool_is_a_function_declaration()
    {
        var tool = new FunctionTool(new()
        {
            Name = "look",
            Description = "Looks.",
            Strict = true,
            Parameters = JsonElement.Parse(Parameters),
        });

        var function = Assert.IsType<AIFunctionDeclaration>(tool.AsAITool(), exactMatch: false);

        Assert.Equal(("look", "Looks."), (function.Name, function.Description));
        JsonAssert.Equal(Parameters, function.JsonSchema.GetRawText());
        Assert.Equal(true, Assert.Single(function.AdditionalProperties, property => property.Key == "strict").Value);
        Assert.Same(tool, function.ToMistralTool());
        Assert.Same(tool, function.GetService<Tool>());
    }

    [Fact]
    public void Function_tool_without_optional_properties_is_a_function_declaration()
    {
        var function = Assert.IsType<AIFunctionDeclaration>(new FunctionTool(new() { Name = "look" }).AsAITool(), exactMatch: false);

        Assert.Equal("", function.Description);
        Assert.Equal("{}", function.JsonSchema.GetRawText());
        Assert.Empty(function.AdditionalProperties);
    }

    public static TheoryData<Tool, Type, string> HostedTools => new()
    {
        { new WebSearchTool { ToolConfiguration = new() { Exclude = ["a"] } }, typeof(HostedWebSearchTool), "web_search" },
        { new WebSearchPremiumTool(), typeof(HostedWebSearchTool), "web_search" },
        { new CodeInterpreterTool(), typeof(HostedCodeInterpreterTool), "code_interpreter" },
        { new ImageGenerationTool(), typeof(HostedImageGenerationTool), "image_generation" },
        { new DocumentLibraryTool(["a", " ", "b"]), typeof(HostedFileSearchTool), "file_search" },
        { new CustomConnector("c") { Authorization = new("api-key", "s3cret") }, typeof(HostedMcpServerTool), "mcp" },
        { new CustomConnector(" "), typeof(AITool), "connector" },
        { new FunctionTool(new()), typeof(AITool), "function" },
        { new UnknownTool(JsonElement.Parse("""{"type":"tomorrow"}""")), typeof(AITool), "tomorrow" },
        { new UnknownTool(JsonElement.Parse("{}")), typeof(AITool), "tool" },
    };

    [Theory]
    [MemberData(nameof(HostedTools), DisableDiscoveryEnumeration = true)]
    public void Tool_has_the_type_of_Microsoft_Extensions_AI_and_is_converted_back_unchanged(Tool tool, Type type, string name)
    {
        var converted = tool.AsAITool();

        Assert.IsAssignableFrom(type, converted);
        Assert.Equal(name, converted.Name);
        Assert.Same(tool, converted.ToMistralTool());
        Assert.Same(tool, converted.GetService(tool.GetType()));
        Assert.Null(converted.GetService(tool.GetType(), "key"));
    }

    [Fact]
    public void Hosted_tools_have_the_settings_that_Microsoft_Extensions_AI_has()
    {
        var premium = (HostedWebSearchTool)new WebSearchPremiumTool().AsAITool();
        var library = (HostedFileSearchTool)new DocumentLibraryTool(["a", " "]).AsAITool();
        var connector = (HostedMcpServerTool)new CustomConnector("c")
        {
            Authorization = new("api-key", "s3cret"),
            ToolConfiguration = new() { Include = ["read", "write"], RequiresConfirmation = ["write"] },
        }.AsAITool();

        Assert.Equal(true, premium.AdditionalProperties["premium"]);
        Assert.Equal("a", Assert.IsType<HostedVectorStoreContent>(Assert.Single(library.Inputs!)).VectorStoreId);
        Assert.Equal(("c", "c"), (connector.ServerName, connector.ServerAddress));
        Assert.Equal(["read", "write"], connector.AllowedTools);
        var approval = Assert.IsType<HostedMcpServerToolRequireSpecificApprovalMode>(connector.ApprovalMode);
        Assert.Equal(["write"], approval.AlwaysRequireApprovalToolNames);
        Assert.Null(connector.Headers);
        Assert.Null(((HostedMcpServerTool)new CustomConnector("c").AsAITool()).ApprovalMode);
    }

    [Fact]
    public void Tool_of_Microsoft_Extensions_AI_is_converted()
    {
        var function = AIFunctionFactory.Create((string city) => city, "weather", "Gets the weather.");

        JsonAssert.Equal(
            """
            {"type":"function","function":{"name":"weather","description":"Gets the weather.",
             "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}
            """,
            ToJson(function.ToMistralTool()));
        Assert.IsType<WebSearchTool>(new HostedWebSearchTool().ToMistralTool());
        Assert.IsType<CodeInterpreterTool>(new HostedCodeInterpreterTool().ToMistralTool());
        Assert.IsType<ImageGenerationTool>(new HostedImageGenerationTool().ToMistralTool());
        Assert.Throws<NotSupportedException>(() => new HostedFileSearchTool().ToMistralTool());
    }

    public static TheoryData<ToolChoice, ChatToolMode> ToolChoices => new()
    {
        { ToolChoice.Auto, ChatToolMode.Auto },
        { ToolChoice.None, ChatToolMode.None },
        { ToolChoice.Any, ChatToolMode.RequireAny },
        { ToolChoice.Function("look"), ChatToolMode.RequireSpecific("look") },
    };

    [Theory]
    [MemberData(nameof(ToolChoices), DisableDiscoveryEnumeration = true)]
    public void Tool_choice_is_converted_both_ways(ToolChoice choice, ChatToolMode mode)
    {
        Assert.Equal(mode, choice.ToChatToolMode());
        Assert.Equal(choice, mode.ToToolChoice());
    }

    [Fact]
    public void Required_tool_choice_depends_on_the_rules()
    {
        Assert.Equal(ChatToolMode.RequireAny, ToolChoice.Required.ToChatToolMode());
        Assert.Equal(ToolChoice.Required, ChatToolMode.RequireAny.ToToolChoice(ChatRules.OpenAICompatible()));
    }

    [Fact]
    public void Unknown_tool_choice_throws_and_is_kept_by_ToChatOptions()
    {
        var choice = ToolChoice.Other("tomorrow");

        var error = Assert.Throws<NotSupportedException>(choice.ToChatToolMode);

        Assert.Contains("\"tomorrow\"", error.Message, StringComparison.Ordinal);
        Assert.Equal("tomorrow", new ChatCompletionRequest { ToolChoice = choice }.ToChatOptions().AdditionalProperties!["tool_choice"]);
    }

    [Fact]
    public async Task Additional_property_tool_choice_is_used_only_if_the_tool_mode_leaves_the_choice()
    {
        Assert.Equal("required", await GetToolChoiceAsync(null));
        Assert.Equal("required", await GetToolChoiceAsync(ChatToolMode.RequireAny));
        Assert.Equal("auto", await GetToolChoiceAsync(ChatToolMode.Auto));
        Assert.Equal("none", await GetToolChoiceAsync(ChatToolMode.None));

        static async Task<string?> GetToolChoiceAsync(ChatToolMode? mode) => (string?)await SentRequests.GetFieldAsync("tool_choice", new()
        {
            Tools = [new ImageGenerationTool().AsAITool()],
            ToolMode = mode,
            AdditionalProperties = new() { ["tool_choice"] = "required" },
        });
    }

    [Theory]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","new":1}""")]
    [InlineData("""{"type":"json_object"}""")]
    [InlineData("""{"type":"json_object","new":1}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a b","description":"d","schema":{"$id":"i"},"strict":true,"new":1}}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"schema":{"type":"array"},"strict":false}}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{}}}""")]
    public void Response_format_is_converted_both_ways(string json)
    {
        var format = JsonSerializer.Deserialize(json, ChatJson.Default.ResponseFormat)!;

        var converted = format.ToChatResponseFormat();

        JsonAssert.Equal(json, JsonSerializer.Serialize(converted.ToResponseFormat(), ChatJson.Default.ResponseFormat));
        if (format.JsonSchema is { } schema)
        {
            var jsonFormat = Assert.IsType<ChatResponseFormatJson>(converted);
            Assert.Equal((schema.Name, schema.Description), (jsonFormat.SchemaName, jsonFormat.SchemaDescription));
            JsonAssert.Equal(schema.Schema.GetRawText(), jsonFormat.Schema!.Value.GetRawText());
        }
    }

    [Fact]
    public void Other_strict_value_replaces_the_original()
    {
        var format = JsonSerializer.Deserialize(
            """{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{}},"strict":false}}""",
            ChatJson.Default.ResponseFormat)!;

        var strict = format.ToChatResponseFormat().ToResponseFormat(strict: true);

        Assert.True(strict.JsonSchema!.Strict);
        Assert.False(format.ToChatResponseFormat().ToResponseFormat(strict: false).JsonSchema!.Strict);
    }

    [Theory]
    [InlineData("""{"type":"tomorrow"}""")]
    [InlineData("""{"type":"json_schema"}""")]
    [InlineData("{}")]
    public void Unknown_response_format_throws_and_is_kept_by_ToChatOptions(string json)
    {
        var format = JsonSerializer.Deserialize(json, ChatJson.Default.ResponseFormat)!;

        var error = Assert.Throws<NotSupportedException>(format.ToChatResponseFormat);
        var options = new ChatCompletionRequest { ResponseFormat = format }.ToChatOptions();

        Assert.Contains("RawRepresentationFactory", error.Message, StringComparison.Ordinal);
        Assert.Null(options.ResponseFormat);
        Assert.Equal(format, new[] { new ChatMessage(ChatRole.User, "Hi") }.ToChatCompletionRequest(options).ResponseFormat);
    }

    private static string ToJson(Tool tool) => JsonSerializer.Serialize(tool, ChatJson.Default.Tool);
}
