using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>Random tool calls, split at random positions, are assembled to the original calls.</summary>
public sealed class ToolCallAccumulatorPropertyTests
{
    /// <summary>Names and text arguments of the calls of one response. Quotes and braces are the likely sources of errors.</summary>
    private static readonly Gen<(string Name, string Text)[]> ToolCalls =
        (from name in Gen.Elements("find", "get_weather", "a-b")
         from text in Gen.Elements('a', '"', '{', '}', '\\', ' ', 'é', '\n').ArrayOf()
         select (name, new string(text))).NonEmptyListOf().Select(calls => calls.ToArray());

    [Fact]
    public void Interleaved_fragments_with_ids_and_indexes_are_assembled() => CheckProperty((calls, random) =>
    {
        var queues = calls.Select((call, i) => new Queue<ToolCall>(SplitIntoFragments(call, CreateId(i), i, random))).ToList();
        return GroupIntoDeltas(Interleave(queues, random), random);
    });

    [Fact]
    public void Fragments_that_repeat_id_and_name_under_index_0_are_assembled() => CheckProperty((calls, random) =>
    {
        var fragments = calls.SelectMany((call, i) => SplitIntoFragments(call, CreateId(i), 0, random, repeatIdAndName: true));
        return GroupIntoDeltas(fragments, random, maxPerDelta: 1);
    });

    [Fact]
    public void Sequential_fragments_with_ids_and_without_indexes_are_assembled() => CheckProperty((calls, random) =>
        GroupIntoDeltas(calls.SelectMany((call, i) => SplitIntoFragments(call, CreateId(i), null, random)), random));

    [Fact]
    public void Sequential_fragments_without_ids_under_index_0_are_assembled() => CheckProperty((calls, random) =>
        GroupIntoDeltas(calls.SelectMany(call => SplitIntoFragments(call, "null", 0, random)), random));

    [Fact]
    public void Unfragmented_calls_with_or_without_ids_are_read() => CheckProperty((calls, random) =>
    {
        var fragments = calls.Select((call, i) => CreateFragment(
            random.Next(2) == 0 ? CreateId(i) : "null", random.Next(2) == 0 ? 0 : null, call.Name, SerializeArguments(call)));
        return GroupIntoDeltas(fragments, random);
    });

    [Fact]
    public void Fragments_that_look_like_whole_documents_are_assembled_in_linear_time()
    {
        const int Count = 10_000;
        var accumulator = new ToolCallAccumulator();
        var before = GC.GetAllocatedBytesForCurrentThread();

        accumulator.AddDeltas([CreateFragment("abcdefghi", 0, "find", "{")]);
        for (var i = 0; i < Count; i++)
            accumulator.AddDeltas([CreateFragment("abcdefghi", 0, "find", $"\"{i}\":{{}}")]);

        // Each fragment has about 10 characters. Copying the text after each fragment would allocate about a gigabyte.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Count * 1000);
    }

    private static void CheckProperty(Func<(string Name, string Text)[], Random, IEnumerable<List<ToolCall>>> split) =>
        Prop.ForAll(ToolCalls.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (calls, seed) =>
        {
            var accumulator = new ToolCallAccumulator();
            var arguments = new Dictionary<IStreamedToolCall, string>();
            foreach (var delta in split(calls, new(seed)))
            {
                foreach (var (call, part) in accumulator.AddDeltas(delta).Zip(delta))
                    arguments[call] = arguments.GetValueOrDefault(call) + part.Function!.Arguments;
            }

            var contents = new List<AIContent>();
            accumulator.Flush(contents);

            var assembled = contents.Cast<FunctionCallContent>().ToList();
            // The order is not compared: interleaved calls are returned in the order in which they started.
            var expected = calls.Select(call => (call.Name, (string?)call.Text));
            return assembled.Select(call => (call.Name, call.Arguments?["text"]?.ToString())).Order().SequenceEqual(expected.Order())
                && assembled.TrueForAll(call => call.Exception is null)
                && assembled.Select(call => call.CallId).Distinct().Count() == calls.Length
                && assembled.TrueForAll(call => ((ToolCall)call.RawRepresentation!).Function!.Arguments
                    == arguments.Single(parts => parts.Key.CallId == call.CallId).Value);
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<ToolCall> SplitIntoFragments(
        (string Name, string Text) call, string id, int? index, Random random, bool repeatIdAndName = false)
    {
        var json = SerializeArguments(call);
        // Most servers send no arguments in the first fragment.
        var length = random.Next(2) == 0 ? 0 : random.Next(1, json.Length + 1);
        yield return CreateFragment(id, index, call.Name, json[..length]);
        for (var start = length; start < json.Length; start += length)
        {
            length = random.Next(1, json.Length - start + 1);
            var fragment = json.Substring(start, length);
            yield return repeatIdAndName
                ? CreateFragment(id, index, call.Name, fragment)
                : CreateFragment(random.Next(2) == 0 ? null : "null", index, "", fragment);
        }
    }

    private static IEnumerable<ToolCall> Interleave(List<Queue<ToolCall>> queues, Random random)
    {
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            yield return queue.Dequeue();
            if (queue.Count == 0)
                queues.Remove(queue);
        }
    }

    private static IEnumerable<List<ToolCall>> GroupIntoDeltas(IEnumerable<ToolCall> fragments, Random random, int maxPerDelta = 3)
    {
        var rest = fragments.ToList();
        while (rest.Count > 0)
        {
            var delta = rest.Take(random.Next(1, maxPerDelta + 1)).ToList();
            rest.RemoveRange(0, delta.Count);
            yield return delta;
        }
    }

    private static ToolCall CreateFragment(string? id, int? index, string? name, string arguments) =>
        new() { Id = id, Index = index, Function = new() { Name = name, Arguments = arguments } };

    private static string CreateId(int number) => $"call{number:00000}";

    private static string SerializeArguments((string Name, string Text) call) =>
        new System.Text.Json.Nodes.JsonObject { ["text"] = call.Text }.ToJsonString();
}
