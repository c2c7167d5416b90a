namespace Mistral.Extensions.AI.Http;

/// <summary>A body that names the model it is for.</summary>
internal interface IModelRequest
{
    string? Model { get; }
}
