using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Rejects requests whose response would be too large.</summary>
internal static class BudgetErrors
{
    /// <summary>Generates a response within a new budget.</summary>
    /// <exception cref="ApiError">The response would be too large.</exception>
    public static T Run<T>(Func<GenerationBudget, T> generate)
    {
        try
        {
            return generate(new GenerationBudget());
        }
        catch (BudgetExceededException error)
        {
            throw ApiError.InvalidArguments(error.Message);
        }
    }
}
