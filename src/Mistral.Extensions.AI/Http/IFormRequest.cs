using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Http;

/// <summary>A request that is sent as form data. In a batch job, it is part of the JSON.</summary>
internal interface IFormRequest : IModelRequest
{
    /// <summary>Creates the content of one call.</summary>
    /// <exception cref="InvalidOperationException">The file was read before and cannot be read again.</exception>
    MultipartRequestContent ToFormData();
}
