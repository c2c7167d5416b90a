using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>
/// A conversation as programs may have it: roles in any order, turns in pieces, results late or mixed up, ids of any provider. It lacks only
/// what nobody can mend: a call without a result, a result without a call, a conversation that asks for nothing.
/// </summary>
public sealed class RandomConversation
{
    private static readonly string[] Ids = ["call_1", "call_2", "aaaaaaaaa", "bbbbbbbbb", "toolu_01A09q90qw90lq917835lq9", "", "null", "ccccccccc"];

    private readonly List<int> _numbers;
    private readonly List<ChatMessage> _messages = [];
    private readonly List<(string Id, string Result)> _waiting = [];

    /// <summary>Each number says what is said next, and how; its place makes every word of the conversation a different one.</summary>
    private RandomConversation(List<int> numbers)
    {
        _numbers = numbers;
        foreach (var (place, number) in numbers.Index())
            Say(place, kind: number % 10, variant: number / 10);
        while (_waiting.Count > 0)
            Return(0);
        if (_messages.TrueForAll(message => message.Text.Length == 0 || message.Role == ChatRole.Assistant))
            _messages.Add(Question("say[end]"));
    }

    public static Arbitrary<RandomConversation> Any { get; } = Arb.From(
        Gen.Choose(0, 999).ListOf().Select(numbers => new RandomConversation([.. numbers])), conversation => conversation.Shorter());

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public override string ToString() =>
        string.Join('\n', _messages.Select(message => $"{message.Role}: {string.Join(", ", message.Contents.Select(Describe))}"));

    private IEnumerable<RandomConversation> Shorter() =>
        _numbers.Select((_, place) => new RandomConversation([.. _numbers[..place], .. _numbers[(place + 1)..]]));

    private static string Describe(AIContent content) => content switch
    {
        TextContent text => $"\"{text.Text}\"",
        TextReasoningContent thought => $"({thought.Text})",
        FunctionCallContent call => $"{call.Name} as \"{call.CallId}\"",
        FunctionResultContent result => $"{result.Result} for \"{result.CallId}\"",
        _ => content.ToString()!,
    };

    private void Say(int place, int kind, int variant)
    {
        var text = variant % 5 == 0 ? "" : $"say[{place}]";
        switch (kind)
        {
            case 0:
                _messages.Add(Instruction(text));
                break;
            case 1 or 2:
                _messages.Add(Question(text));
                break;
            case 3:
                _messages.Add(Answer(text));
                break;
            case 4:
                _messages.Add(Answer(new TextContent(text), new TextReasoningContent($"think[{place}]") { ProtectedData = variant % 2 == 0 ? "sig" : null }));
                break;
            case 5 or 6 or 7:
                CallFunctions(place, variant, text);
                break;
            default:
                if (_waiting.Count > 0)
                    Return(variant % _waiting.Count);
                break;
        }
    }

    // An id that still waits for its result is not given again: nobody could tell to which call the result belongs.
    private void CallFunctions(int place, int variant, string text)
    {
        var contents = new List<AIContent> { new TextContent(text) };
        foreach (var number in Enumerable.Range(0, 1 + (variant % 3)))
        {
            var id = Ids[(variant + (3 * number)) % Ids.Length];
            if (_waiting.Exists(call => call.Id == id))
                continue;

            var name = string.Create(CultureInfo.InvariantCulture, $"f{place}_{number}");
            contents.Add(Call(id, name));
            _waiting.Add((id, $"result of {name}"));
        }

        _messages.Add(Answer([.. contents]));
    }

    private void Return(int place)
    {
        _messages.Add(Result(_waiting[place].Id, _waiting[place].Result));
        _waiting.RemoveAt(place);
    }
}
