namespace Mistral.Extensions.AI.Http;

/// <summary>A request body that generates tokens.</summary>
internal interface IGenerationRequest : IRequestBody
{
    /// <summary>The maximum number of tokens to generate, which the API counts towards the token limit of the model.</summary>
    int? MaxTokens { get; }
}
