namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The exception for an error of a model.</summary>
/// <param name="message">The message of the error response.</param>
/// <param name="error">The kind of the error.</param>
internal sealed class ModelException(string message, ModelError error) : Exception(message)
{
    public ModelError Error => error;
}
