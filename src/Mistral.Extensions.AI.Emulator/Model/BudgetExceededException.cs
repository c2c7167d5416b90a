namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The exception for a request whose response would be too large.</summary>
internal sealed class BudgetExceededException(string message) : Exception(message);
