using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>The tool <c>connector</c>. Its functions are called like those of a chat request, and their results are scripted.</summary>
/// <param name="configuration">The tool in the request.</param>
/// <param name="connector">The connector.</param>
internal sealed class ConnectorTool(JsonElement configuration, ScriptedConnector connector) : HostedTool(configuration)
{
    protected override IEnumerable<string> FunctionNames => connector.Tools.Select(tool => tool.Name);

    public override IEnumerable<HostedToolCall> SelectCalls(string text, bool isRequired, GenerationBudget budget)
    {
        var names = Names.ToHashSet();
        var functions = connector.CreateFunctions().EnumerateArray()
            .Where(tool => names.Contains(ToolSelector.GetName(tool.GetProperty("function"))));
        var request = new JsonObject
        {
            ["tools"] = new JsonArray([.. functions.Select(tool => tool.ToNode())]),
            ["tool_choice"] = isRequired ? "any" : "auto",
        };
        return
            from function in ToolSelector.Select(request.ToElement(), text, hasToolResults: false, budget)
            from arguments in ToolArgumentsGenerator.Generate(function, text, allowsParallelCalls: true, budget)
            select new HostedToolCall(ToolSelector.GetName(function), arguments);
    }

    public override HostedToolResult Execute(HostedToolCall call)
    {
        var result = connector.Tools.First(tool => tool.Name == call.Name).GetResult(call.Arguments);
        return new(call, result, [$"The tool {call.Name} returned: {result}"]) { UsageName = connector.Name };
    }
}
