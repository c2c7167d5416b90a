namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The response to a request would be too large.</summary>
internal sealed class BudgetExceededException(string message) : Exception(message);
