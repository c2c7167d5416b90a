using Mistral.Extensions.AI.Batch.Runs;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>The detection of duplicate IDs in a run.</summary>
public sealed class IdSetTests
{
    [Fact]
    public void Add_returns_true_only_for_the_first_occurrence_of_an_ID()
    {
        using var ids = new IdSet();
        var all = Enumerable.Range(0, 100_000).Select(i => $"{i}").ToList();

        Assert.All(all, id => Assert.True(ids.Add(id)));
        Assert.All(all, id => Assert.False(ids.Add(id)));
        Assert.True(ids.Add("a"));
    }
}
