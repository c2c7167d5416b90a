namespace Mistral.Extensions.AI.Http;

/// <summary>A request body with a model, for logging.</summary>
internal interface IModelRequest
{
    /// <summary>The model ID.</summary>
    string? Model { get; }
}
