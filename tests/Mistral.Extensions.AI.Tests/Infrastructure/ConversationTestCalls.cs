using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends requests to the conversations and agents endpoints of the emulator.</summary>
internal static class ConversationTestCalls
{
    public const string WeatherTool =
        """
        {"type":"function","function":{"name":"get_weather",
         "parameters":{"type":"object","properties":{"city":{"type":"string"} },"required":["city"]} } }
        """;

    /// <summary>Starts a conversation with <c>mistral-small-latest</c>, unless the fields have an agent.</summary>
    /// <param name="emulator">The emulator.</param>
    /// <param name="inputs">The text of the user.</param>
    /// <param name="fields">Further fields of the request.</param>
    internal static Task<EmulatorResponse> StartAsync(this TestEmulator emulator, string inputs, string fields = "{}")
    {
        var request = JsonNode.Parse(fields)!.AsObject();
        request["inputs"] ??= inputs;
        if (!request.ContainsKey("agent_id"))
            request["model"] ??= "mistral-small-latest";
        return emulator.SendAsync(HttpMethod.Post, "/v1/conversations", request.ToJsonString());
    }

    /// <summary>Starts a conversation with tools.</summary>
    internal static Task<EmulatorResponse> StartWithToolsAsync(this TestEmulator emulator, string inputs, params string[] tools) =>
        emulator.StartAsync(inputs, $$"""{"tools":[{{string.Join(',', tools)}}]}""");

    /// <summary>Appends to the conversation of a response.</summary>
    internal static Task<EmulatorResponse> AppendAsync(this TestEmulator emulator, EmulatorResponse response, string request) =>
        emulator.SendAsync(HttpMethod.Post, $"/v1/conversations/{response.Json["conversation_id"]}", request);

    /// <summary>Gets a resource, and returns the JSON of the response.</summary>
    internal static async Task<JsonNode> GetJsonAsync(this TestEmulator emulator, string path) =>
        (await emulator.SendAsync(HttpMethod.Get, path)).Json;

    /// <summary>Creates an agent with the model <c>mistral-small-latest</c>, and returns it.</summary>
    internal static async Task<JsonNode> CreateAgentAsync(this TestEmulator emulator, string name, string fields = "{}")
    {
        var request = JsonNode.Parse(fields)!.AsObject();
        request["model"] ??= "mistral-small-latest";
        request["name"] = name;
        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/agents", request.ToJsonString());
        Assert.True((int)response.Status == 200, response.Body);
        return response.Json;
    }

    /// <summary>The entries of a response.</summary>
    internal static JsonArray Outputs(this EmulatorResponse response)
    {
        Assert.True((int)response.Status == 200, response.Body);
        return response.Json["outputs"]!.AsArray();
    }

    /// <summary>The types of the entries of a response.</summary>
    internal static IEnumerable<string> OutputTypes(this EmulatorResponse response) =>
        response.Outputs().Select(entry => (string)entry!["type"]!);

    /// <summary>The text of the last entry of a response.</summary>
    internal static string OutputText(this EmulatorResponse response) => response.Outputs()[^1]!["content"] switch
    {
        JsonArray chunks => string.Concat(chunks.Select(chunk => (string?)chunk!["text"])),
        var text => (string)text!,
    };

    /// <summary>The events of a stream: the <c>event</c> line and the data of each.</summary>
    internal static IReadOnlyList<(string Name, JsonNode Data)> NamedEvents(this EmulatorResponse response) =>
    [
        .. response.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(lines => lines.Split('\n'))
            .Select(lines => (lines[0]["event: ".Length..], JsonNode.Parse(lines[1]["data: ".Length..])!)),
    ];
}
