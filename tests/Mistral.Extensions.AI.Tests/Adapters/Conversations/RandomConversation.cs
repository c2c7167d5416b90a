using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>
/// A random conversation: roles in any order, turns split into several messages, late or reordered tool results, IDs of any provider. It
/// has no errors that normalization cannot correct: every call has a result, every result has a call, and at least one message has text
/// and is not from the assistant.
/// </summary>
public sealed class RandomConversation
{
    private static readonly string[] Ids =
        ["call_1", "call_2", "aaaaaaaaa", "bbbbbbbbb", "toolu_01A09q90qw90lq917835lq9", "", "null", "ccccccccc"];

    private readonly List<int> _numbers;
    private readonly List<ChatMessage> _messages = [];
    private readonly List<(string Id, string Result)> _pendingResults = [];

    /// <summary>Each number selects the next message and its variant. The index of the number makes every text unique.</summary>
    private RandomConversation(List<int> numbers)
    {
        _numbers = numbers;
        foreach (var (index, number) in numbers.Index())
            AddNextMessage(index, kind: number % 10, variant: number / 10);
        while (_pendingResults.Count > 0)
            AddResult(0);
        if (_messages.TrueForAll(message => message.Text.Length == 0 || message.Role == ChatRole.Assistant))
            _messages.Add(FromUser("say[end]"));
    }

    public static Arbitrary<RandomConversation> Any { get; } = Arb.From(
        Gen.Choose(0, 999).ListOf().Select(numbers => new RandomConversation([.. numbers])), conversation => conversation.Shrink());

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public override string ToString() =>
        string.Join('\n', _messages.Select(message => $"{message.Role}: {string.Join(", ", message.Contents.Select(Describe))}"));

    private IEnumerable<RandomConversation> Shrink() =>
        _numbers.Select((_, index) => new RandomConversation([.. _numbers[..index], .. _numbers[(index + 1)..]]));

    private static string Describe(AIContent content) => content switch
    {
        TextContent text => $"\"{text.Text}\"",
        TextReasoningContent reasoning => $"({reasoning.Text})",
        FunctionCallContent call => $"{call.Name} as \"{call.CallId}\"",
        FunctionResultContent result => $"{result.Result} for \"{result.CallId}\"",
        _ => content.ToString()!,
    };

    private void AddNextMessage(int index, int kind, int variant)
    {
        var text = variant % 5 == 0 ? "" : $"say[{index}]";
        switch (kind)
        {
            case 0:
                _messages.Add(FromSystem(text));
                break;
            case 1 or 2:
                _messages.Add(FromUser(text));
                break;
            case 3:
                _messages.Add(FromAssistant(text));
                break;
            case 4:
                _messages.Add(FromAssistant(
                    new TextContent(text),
                    new TextReasoningContent($"think[{index}]") { ProtectedData = variant % 2 == 0 ? "mistral:sig" : null }));
                break;
            case 5 or 6 or 7:
                AddFunctionCalls(index, variant, text);
                break;
            default:
                if (_pendingResults.Count > 0)
                    AddResult(variant % _pendingResults.Count);
                break;
        }
    }

    // The ID of a pending call is not reused: the result could not be matched to one of the calls.
    private void AddFunctionCalls(int index, int variant, string text)
    {
        var contents = new List<AIContent> { new TextContent(text) };
        foreach (var number in Enumerable.Range(0, 1 + (variant % 3)))
        {
            var id = Ids[(variant + (3 * number)) % Ids.Length];
            if (_pendingResults.Exists(call => call.Id == id))
                continue;

            var name = string.Create(CultureInfo.InvariantCulture, $"f{index}_{number}");
            contents.Add(FunctionCall(id, name));
            _pendingResults.Add((id, $"result of {name}"));
        }

        _messages.Add(FromAssistant([.. contents]));
    }

    private void AddResult(int index)
    {
        _messages.Add(FunctionResult(_pendingResults[index].Id, _pendingResults[index].Result));
        _pendingResults.RemoveAt(index);
    }
}
