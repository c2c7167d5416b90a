namespace Mistral.Extensions.AI.Http;

/// <summary>A request body with a model ID, which is logged.</summary>
internal interface IModelRequest : IRequestBody
{
    /// <summary>The model ID.</summary>
    string? Model { get; }
}
