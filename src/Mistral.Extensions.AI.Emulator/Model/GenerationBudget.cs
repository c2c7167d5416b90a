namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Limits the work for one request, because a small JSON schema can have a very large instance.</summary>
internal sealed class GenerationBudget
{
    /// <summary>The cost of one value of an instance, in steps.</summary>
    public const int Value = 10;

    /// <summary>The cost of one search in the prompt with a regular expression, in steps.</summary>
    public const int Search = 10;

    // About 1,000 values, each with one search.
    private double _remainingSteps = 20_000;
    private double _remainingCharacters = 1_000_000;

    /// <summary>Subtracts a number of steps.</summary>
    /// <exception cref="BudgetExceededException">The budget is used up.</exception>
    public void Spend(double steps) => Subtract(ref _remainingSteps, steps);

    /// <summary>Subtracts the length of a string of an instance.</summary>
    /// <exception cref="BudgetExceededException">The budget is used up.</exception>
    public void SpendCharacters(double length) => Subtract(ref _remainingCharacters, length);

    private static void Subtract(ref double remaining, double cost)
    {
        remaining -= cost;
        if (remaining < 0)
            throw new BudgetExceededException(
                "The schema is too large for the emulator: an instance can have about 1,000 values and 1,000,000 characters.");
    }
}
