using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Converts <see cref="BudgetExceededException"/> to an error response.</summary>
internal static class BudgetErrors
{
    /// <summary>Generates a response with a new <see cref="GenerationBudget"/>.</summary>
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
