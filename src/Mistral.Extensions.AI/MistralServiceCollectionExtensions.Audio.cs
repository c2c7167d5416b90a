using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

// The namespace of the extended type, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <content>Clients for transcription and text to speech.</content>
public static partial class MistralServiceCollectionExtensions
{
    /// <summary>
    /// Adds a singleton <see cref="ISpeechToTextClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-latest</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddMistralSpeechToTextClient(this IServiceCollection services, string modelId) =>
        services.AddModel(null, modelId, "voxtral-mini-latest", client => client.AsISpeechToTextClient(modelId));

    /// <summary>Adds a keyed singleton <see cref="ISpeechToTextClient"/> for a Mistral model.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">
    /// The service key. The client uses the <see cref="MistralClient"/> with the same key, or the one without a key if there is none.
    /// </param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-latest</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddKeyedMistralSpeechToTextClient(
        this IServiceCollection services, object serviceKey, string modelId) => services.AddModel(
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            modelId,
            "voxtral-mini-latest",
            client => client.AsISpeechToTextClient(modelId));

    /// <summary>
    /// Adds a singleton <see cref="ITextToSpeechClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-tts-2603</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddMistralTextToSpeechClient(this IServiceCollection services, string modelId) =>
        services.AddModel(null, modelId, "voxtral-mini-tts-2603", client => client.AsITextToSpeechClient(modelId));

    /// <summary>Adds a keyed singleton <see cref="ITextToSpeechClient"/> for a Mistral model.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">
    /// The service key. The client uses the <see cref="MistralClient"/> with the same key, or the one without a key if there is none.
    /// </param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-tts-2603</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddKeyedMistralTextToSpeechClient(
        this IServiceCollection services, object serviceKey, string modelId) => services.AddModel(
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            modelId,
            "voxtral-mini-tts-2603",
            client => client.AsITextToSpeechClient(modelId));
}
