using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>
/// The examples of docs/converters.md work, and the tables of docs/converter-changes.md list exactly what is different after both
/// conversions.
/// </summary>
public sealed partial class ConverterDocumentationTests
{
    private const string Page = "docs/converters.md";

    private const string Changes = "docs/converter-changes.md";

    private static readonly JsonTypeInfo<ChatCompletionRequest> TypeInfo = (JsonTypeInfo<ChatCompletionRequest>)
        new JsonSerializerOptions { TypeInfoResolver = MistralJson.Default }.GetTypeInfo(typeof(ChatCompletionRequest));

    /// <summary>The requests of the first table, as JSON before and after both conversions.</summary>
    private static readonly Dictionary<string, (string Before, string After)> Requests = new()
    {
        ["`stream`"] = ("\"stream\":true", ""),
        ["empty `tools`"] = ("\"tools\":[]", ""),
        ["`tool_choice` without `tools`"] = ("\"tool_choice\":\"auto\"", ""),
        ["`parallel_tool_calls` without `tools`"] = ("\"parallel_tool_calls\":true", ""),
        ["empty `stop`"] = ("\"stop\":[]", ""),
        ["role `developer`"] = (
            "\"messages\":[{\"role\":\"developer\",\"content\":\"A\"}]", "\"messages\":[{\"role\":\"system\",\"content\":\"A\"}]"),
    };

    public static TheoryData<string> RequestRows => [.. Requests.Keys];

    public static TheoryData<string> ValueRows => [.. ConversionLosses.All.Keys];

    public static TheoryData<string> OptionProperties => [.. ConversionLosses.KeptOptions.Keys];

    [Fact]
    public async Task Request_of_the_API_is_sent_to_any_chat_client()
    {
        var json = """{"model":"m","messages":[{"role":"user","content":"Hi"}],"safe_prompt":true}""";
        var typeInfo = TypeInfo;
        var server = StubServer.WithDefaultResponse();
        using var chatClient = server.CreateChatClient();
#pragma warning disable xUnit1051 // The example has no cancellation token.
        ChatCompletionRequest request = JsonSerializer.Deserialize(json, typeInfo)!;
        ChatResponse response = await chatClient.GetResponseAsync(request.Messages!.ToChatMessages(), request.ToChatOptions());
#pragma warning restore xUnit1051

        Assert.Equal("OK", response.Text);
        JsonAssert.Equal(json, server.SingleRequestBody());
        DocumentedCode.AssertIsIn(
            "tests/Mistral.Extensions.AI.Tests/Adapters/Converters/ConverterDocumentationTests.cs", Page, "Requests");
    }

    [Fact]
    public void Request_that_the_chat_client_would_send_is_JSON()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "Hi")];
        var options = new ChatOptions { MaxOutputTokens = 9 };
        var typeInfo = TypeInfo;
        ChatCompletionRequest request = messages.ToChatCompletionRequest(options, "mistral-small-latest");
        string json = JsonSerializer.Serialize(request, typeInfo);

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"max_tokens":9}""", json);
    }

    [Fact]
    public void Tables_have_a_row_for_each_difference()
    {
        Assert.Equal(Requests.Keys.Order(StringComparer.Ordinal), GetRows("Requests of the API").Order(StringComparer.Ordinal));
        Assert.Equal(
            ConversionLosses.All.Keys.Order(StringComparer.Ordinal),
            GetRows("Messages and options of Microsoft.Extensions.AI").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RequestRows))]
    public void Documented_request_is_different_after_both_conversions(string row)
    {
        var (before, after) = Requests[row];
        var request = RequestJson.Parse(WithMessages(before));

        JsonAssert.Equal(WithMessages(after), request.ConvertBothWays().ToJson());
        JsonAssert.Equal(WithMessages(before), request.ToJson());
    }

    [Theory]
    [MemberData(nameof(ValueRows))]
    public void Documented_value_is_different_after_both_conversions(string row) => Assert.All(
        ConversionLosses.All[row], conversation => Assert.NotEqual(conversation.Describe(), conversation.ConvertBothWays().Describe()));

    [Fact]
    public void Every_property_of_ChatOptions_is_kept_or_documented()
    {
        var documented = ConversionLosses.All.Keys.Select(row => OptionName().Match(row)).Where(match => match.Success)
            .Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.All(
            typeof(ChatOptions).GetProperties().Select(property => property.Name),
            name => Assert.True(documented.Contains(name) || ConversionLosses.KeptOptions.ContainsKey(name), name));
    }

    [Theory]
    [MemberData(nameof(OptionProperties))]
    public void Value_outside_the_table_of_changes_is_kept(string property)
    {
        var conversation = new ConversationSample([new(ChatRole.User, "Hi")], ConversionLosses.KeptOptions[property]);

        Assert.Equal(conversation.Describe(), conversation.ConvertBothWays().Describe());
    }

    [Fact]
    public void Messages_of_contents_that_are_not_documented_are_kept()
    {
        var conversation = new ConversationSample(ConversionLosses.KeptMessages, new());

        Assert.Equal(conversation.Describe(), conversation.ConvertBothWays().Describe());
    }

    private static string WithMessages(string field) =>
        field.StartsWith("\"messages\"", StringComparison.Ordinal) ? $"{{{field}}}"
        : $$"""{"messages":[{"role":"user","content":"Hi"}]{{(field.Length > 0 ? "," : "")}}{{field}}}""";

    private static IEnumerable<string> GetRows(string heading)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, Changes)).ReplaceLineEndings("\n");
        var section = page.Split("\n## ").Single(part => part.StartsWith(heading + "\n", StringComparison.Ordinal));
        return FirstCell().Matches(section).Skip(1).Select(match => match.Groups["cell"].Value).Where(cell => cell != "---");
    }

    [GeneratedRegex(@"^\|(?: (?<cell>[^|]+?) |(?<cell>---))\|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"^`ChatOptions\.(?<name>\w+)")]
    private static partial Regex OptionName();
}
