namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Creates the random numbers of requests. With the same seed, the first request gets the same numbers in every run, and so do the
/// following ones. Thread-safe.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class RandomSource(int seed)
{
    private readonly Lock _lock = new();
    private Random _seeds = new(seed);

    /// <summary>Creates the random numbers of the next request.</summary>
    public Random Next()
    {
        lock (_lock)
            return new Random(_seeds.Next());
    }

    /// <summary>Starts again with the random numbers of the first request.</summary>
    public void Reset()
    {
        lock (_lock)
            _seeds = new Random(seed);
    }
}
