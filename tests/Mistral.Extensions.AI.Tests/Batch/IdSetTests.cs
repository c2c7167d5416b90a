using Mistral.Extensions.AI.Batch.Runs;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>The IDs of a run.</summary>
public sealed class IdSetTests
{
    [Fact]
    public void Every_ID_is_new_once()
    {
        using var ids = new IdSet();
        var all = Enumerable.Range(0, 100_000).Select(i => $"{i}").ToList();

        Assert.All(all, id => Assert.True(ids.Add(id)));
        Assert.All(all, id => Assert.False(ids.Add(id)));
        Assert.True(ids.Add("a"));
    }
}
