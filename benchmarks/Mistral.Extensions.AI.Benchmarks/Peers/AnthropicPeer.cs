using System.Text.Json;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Peers;

/// <summary>The client of the Anthropic package with its own types. Its servers respond in the format of Anthropic's API.</summary>
internal static class AnthropicPeer
{
    private sealed record Result(
        string Text, string StopReason, long TotalTokens, List<(string Name, IReadOnlyDictionary<string, JsonElement> Arguments)> Calls);

    internal static Implementation CreateChat(ChatScenario scenario)
    {
        var server = scenario.CreateAnthropicServer();
        var client = Clients.CreateAnthropic(new(server));
        var createMessages = scenario.Convert(AnthropicMessages.Create);
        var tools = AnthropicMessages.CreateTools(scenario.Tools);
        return new(
            Implementation.Anthropic,
            server,
            async () => Read(await client.Messages.Create(AnthropicMessages.CreateRequest(createMessages(), tools))),
            result => Describe((Result)result));
    }

    internal static Implementation CreateStream(ChatScenario scenario)
    {
        var reads = new SingleEventReads();
        var server = scenario.CreateAnthropicStreamServer(reads);
        var client = Clients.CreateAnthropic(new(server));
        var createMessages = scenario.Convert(AnthropicMessages.Create);
        return new(Implementation.Anthropic, server, scenario.CreateRun(reads, ConsumeAsync), DescribeStream);

        async Task<object> ConsumeAsync()
        {
            var text = default(StreamedText);
            RawMessageDeltaEvent? last = null;
            await foreach (var item in client.Messages.CreateStreaming(AnthropicMessages.CreateRequest(createMessages(), [])))
            {
                if (item.TryPickContentBlockDelta(out var chunk) && chunk.Delta.TryPickText(out var delta))
                    text.Append(delta.Text);
                else if (item.TryPickDelta(out var messageDelta))
                    last = messageDelta;
            }

            return (text, last);
        }
    }

    /// <summary>Creates a function that returns the text of a response.</summary>
    internal static Func<List<ChatMessage>, Task<string>> CreateSender(HttpClient http, Uri? endpoint)
    {
        var client = Clients.CreateAnthropic(http, endpoint);
        return async messages =>
        {
            var request = AnthropicMessages.CreateRequest(AnthropicMessages.Create(messages), []);
            return Read(await client.Messages.Create(request)).Text;
        };
    }

    /// <summary>Creates a function that returns the number of text chunks of a stream.</summary>
    internal static Func<Task<int>> CreateStreamReader(HttpClient http, Uri endpoint, List<ChatMessage> messages)
    {
        var client = Clients.CreateAnthropic(http, endpoint);
        var converted = AnthropicMessages.Create(messages);
        return async () =>
        {
            var count = 0;
            await foreach (var item in client.Messages.CreateStreaming(AnthropicMessages.CreateRequest(converted, [])))
            {
                if (item.TryPickContentBlockDelta(out var chunk) && chunk.Delta.TryPickText(out var delta))
                    count += delta.Text.Length > 0 ? 1 : 0;
            }

            return count;
        };
    }

    // Message parses its properties when they are read, so what the other clients have parsed is read here.
    private static Result Read(Message message)
    {
        var text = "";
        List<(string, IReadOnlyDictionary<string, JsonElement>)> calls = [];
        foreach (var block in message.Content)
        {
            if (block.TryPickText(out var textBlock))
                text += textBlock.Text;
            else if (block.TryPickToolUse(out var call))
                calls.Add((call.Name, call.Input));
        }

        var usage = message.Usage;
        return new(text, message.StopReason?.Raw() ?? "", usage.InputTokens + usage.OutputTokens, calls);
    }

    private static string Describe(Result result) => Descriptions.Describe(
        result.Text,
        ToText(result.StopReason),
        result.TotalTokens,
        result.Calls.Select(
            call => (call.Name, string.Join(',', call.Arguments.Select(argument => $"{argument.Key}={argument.Value}")))));

    private static string DescribeStream(object result)
    {
        var (text, last) = ((StreamedText, RawMessageDeltaEvent))result;
        return $"{text} {ToText(last.Delta.StopReason!.Raw())} {last.Usage.InputTokens + last.Usage.OutputTokens}";
    }

    private static string ToText(string stopReason) => stopReason switch
    {
        "end_turn" => "stop",
        "tool_use" => "tool_calls",
        _ => stopReason,
    };
}
