using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests.Adapters.Completions;

/// <summary>The table in docs/converter-changes.md lists exactly the values that a response of the API cannot hold.</summary>
public sealed partial class ResponseDocumentationTests
{
    /// <summary>The types whose properties are all kept or documented.</summary>
    private static readonly Type[] Types =
    [
        typeof(ChatResponse), typeof(ChatMessage), typeof(UsageDetails), typeof(AIContent), typeof(TextContent),
        typeof(TextReasoningContent), typeof(CitationAnnotation), typeof(DataContent), typeof(UriContent), typeof(FunctionCallContent),
        typeof(FunctionResultContent),
    ];

    public static TheoryData<string> Rows => [.. ResponseLosses.All.Keys];

    public static TheoryData<string> KeptResponses => [.. ResponseLosses.Kept.Keys];

    [Fact]
    public void Table_has_a_row_for_each_difference() =>
        Assert.Equal(ResponseLosses.All.Keys.Order(StringComparer.Ordinal), GetRows().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Documented_value_is_different_after_both_conversions(string row) => Assert.All(
        ResponseLosses.All[row], response => Assert.NotEqual(Describe(response), Describe(ConvertBothWays(response))));

    [Theory]
    [MemberData(nameof(KeptResponses))]
    public void Value_outside_the_table_of_changes_is_kept(string name)
    {
        var response = ResponseLosses.Kept[name];

        Assert.Equal(Describe(response), Describe(ConvertBothWays(response)));
    }

    [Fact]
    public void Every_property_is_kept_or_documented()
    {
        var kept = ResponseLosses.Kept.Values.Select(Describe).ToList();
        var documented = string.Concat(ResponseLosses.All.Keys);

        var missing =
            from type in Types
            from property in type.GetProperties()
            where property.DeclaringType == type && property.CanWrite && property.Name is not ("RawRepresentation" or "Exception")
            where !documented.Contains($"`{type.Name}.{property.Name}`", StringComparison.Ordinal)
                && !kept.Exists(json => json.Contains($"\"{GetJsonName(property.Name)}\":", StringComparison.Ordinal))
            select $"{type.Name}.{property.Name}";

        Assert.Empty(missing);
    }

    private static ChatResponse ConvertBothWays(ChatResponse response) =>
        response.ToChatCompletionResponse(includeExecutedCalls: true).ToChatResponse();

    private static string GetJsonName(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Describe(ChatResponse response) => JsonSerializer
        .Serialize(response, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse)))
        .Replace("\": ", "\":", StringComparison.Ordinal);

    private static IEnumerable<string> GetRows()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "converter-changes.md")).ReplaceLineEndings("\n");
        var section = page.Split("\n## Responses of Microsoft.Extensions.AI\n")[1].Split("\n#")[0];
        return FirstCell().Matches(section).Skip(1).Select(match => match.Groups["cell"].Value);
    }

    [GeneratedRegex(@"^\| (?<cell>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();
}
