using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>Whatever the calls are and wherever a server cuts them, what comes out is the calls.</summary>
public sealed class ToolCallPiecesTests
{
    /// <summary>The calls of a turn: names and texts for their only argument. Quotes and braces are what cutting could trip over.</summary>
    private static readonly Gen<(string Name, string Text)[]> Turns =
        (from name in Gen.Elements("find", "get_weather", "a-b")
         from text in Gen.Elements('a', '"', '{', '}', '\\', ' ', 'é', '\n').ArrayOf()
         select (name, new string(text))).NonEmptyListOf().Select(calls => calls.ToArray());

    [Fact]
    public void Calls_with_ids_and_indexes_in_pieces_that_take_turns() => Check((calls, random) =>
    {
        var queues = calls.Select((call, i) => new Queue<ToolCall>(Pieces(call, Id(i), i, random))).ToList();
        return Deltas(Interleave(queues, random), random);
    });

    [Fact]
    public void Calls_that_say_their_id_and_name_with_each_piece_under_the_index_0() => Check((calls, random) =>
        Deltas(calls.SelectMany((call, i) => Pieces(call, Id(i), 0, random, saysAll: true)), random, most: 1));

    [Fact]
    public void Calls_with_ids_one_after_the_other_without_indexes() => Check((calls, random) =>
        Deltas(calls.SelectMany((call, i) => Pieces(call, Id(i), null, random)), random));

    [Fact]
    public void Calls_without_ids_one_after_the_other_under_the_index_0() => Check((calls, random) =>
        Deltas(calls.SelectMany(call => Pieces(call, "null", 0, random)), random));

    [Fact]
    public void Whole_calls_with_ids_or_without() => Check((calls, random) =>
        Deltas(calls.Select((call, i) => Call(random.Next(2) == 0 ? Id(i) : "null", random.Next(2) == 0 ? 0 : null, call.Name, Json(call))), random));

    private static void Check(Func<(string Name, string Text)[], Random, IEnumerable<List<ToolCall>>> cut) =>
        Prop.ForAll(Turns.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (calls, seed) =>
        {
            var accumulator = new ToolCallAccumulator();
            foreach (var delta in cut(calls, new(seed)))
                accumulator.Add(delta);
            var contents = new List<AIContent>();
            accumulator.Flush(contents);

            var read = contents.Cast<FunctionCallContent>().ToList();
            // Calls that take turns come out in the order they began in.
            return read.Select(call => (call.Name, call.Arguments?["text"]?.ToString())).Order().SequenceEqual(calls.Select(call => (call.Name, (string?)call.Text)).Order())
                && read.TrueForAll(call => call.Exception is null)
                && read.Select(call => call.CallId).Distinct().Count() == calls.Length;
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<ToolCall> Pieces((string Name, string Text) call, string id, int? index, Random random, bool saysAll = false)
    {
        var json = Json(call);
        // A first piece without arguments is what most servers send.
        var length = random.Next(2) == 0 ? 0 : random.Next(1, json.Length + 1);
        yield return Call(id, index, call.Name, json[..length]);
        for (var start = length; start < json.Length; start += length)
        {
            length = random.Next(1, json.Length - start + 1);
            var piece = json.Substring(start, length);
            yield return saysAll ? Call(id, index, call.Name, piece) : Call(random.Next(2) == 0 ? null : "null", index, "", piece);
        }
    }

    private static IEnumerable<ToolCall> Interleave(List<Queue<ToolCall>> queues, Random random)
    {
        while (queues.RemoveAll(queue => queue.Count == 0) >= 0 && queues.Count > 0)
            yield return queues[random.Next(queues.Count)].Dequeue();
    }

    private static IEnumerable<List<ToolCall>> Deltas(IEnumerable<ToolCall> pieces, Random random, int most = 3)
    {
        var rest = pieces.ToList();
        while (rest.Count > 0)
        {
            var delta = rest.Take(random.Next(1, most + 1)).ToList();
            rest.RemoveRange(0, delta.Count);
            yield return delta;
        }
    }

    private static ToolCall Call(string? id, int? index, string? name, string arguments) =>
        new() { Id = id, Index = index, Function = new() { Name = name, Arguments = arguments } };

    private static string Id(int place) => $"call{place:00000}";

    private static string Json((string Name, string Text) call) => new System.Text.Json.Nodes.JsonObject { ["text"] = call.Text }.ToJsonString();
}
