using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>The tool <c>code_interpreter</c>. It evaluates arithmetic expressions, and runs no code.</summary>
/// <param name="configuration">The tool in the request.</param>
/// <param name="files">Stores the plots.</param>
internal sealed partial class CodeInterpreterTool(JsonElement configuration, GeneratedFiles files) : HostedTool(configuration)
{
    private static readonly string[] Words =
        ["code", "python", "calculate", "compute", "script", "program", "plot", "graph", "chart", "code_interpreter"];

    private static readonly string[] PlotWords = ["plot", "graph", "chart"];

    protected override IEnumerable<string> FunctionNames => [Type];

    public override IEnumerable<HostedToolCall> SelectCalls(string text, bool isRequired, GenerationBudget budget)
    {
        if (!Names.Any() || !(isRequired || TextWords.ContainsAny(text, Words) || Arithmetic.Find(text) is not null))
            return [];
        return [new(Type, CompactJson.Serialize(new JsonObject { ["code"] = CreateCode(text) }))];
    }

    public override HostedToolResult Execute(HostedToolCall call)
    {
        var code = ReadArgument(call, "code");
        var value = PrintRegex().Match(code) is { Success: true } print ? Print(print.Groups["argument"].Value.Trim()) : "";
        var content = new List<JsonNode> { value.Length == 0 ? "The code printed nothing." : $"The code printed: {value}" };
        if (TextWords.ContainsAny(code, PlotWords))
            content.Add(files.AddImage(Type, "plot_0.png"));
        return new(call, $"{code}\n{value}", content)
        {
            UsageName = Type,
            Info = new JsonObject { ["code"] = code, ["code_output"] = value.Length == 0 ? "" : $"{value}\n" },
        };
    }

    /// <summary>
    /// Returns the code in a text: a code block, or code that prints the expression in the text or, without one, the text.
    /// </summary>
    private static string CreateCode(string text)
    {
        if (CodeBlockRegex().Match(text) is { Success: true } block)
            return block.Groups["code"].Value.Trim();
        var comment = TextWords.ContainsAny(text, PlotWords) ? "# plot\n" : "";
        return $"{comment}print({Arithmetic.Find(text) ?? CompactJson.Serialize(JsonValue.Create(text))})";
    }

    /// <summary>Returns the output of <c>print</c>: the value of an expression, or a string; empty for other arguments.</summary>
    private static string Print(string argument)
    {
        if (Arithmetic.Evaluate(argument) is { } value)
            return value;
        if (argument is not ['"', .., '"'])
            return "";
        try
        {
            using var json = JsonDocument.Parse(argument);
            return json.RootElement.GetString() ?? "";
        }
        // The argument is code, such as "a" + "b".
        catch (JsonException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"print\((?<argument>.*)\)", RegexOptions.RightToLeft)]
    private static partial Regex PrintRegex();

    [GeneratedRegex(@"```(?:python|py)?\s*\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlockRegex();
}
