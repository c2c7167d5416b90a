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
    private const string SpeechToTextModelExample = "voxtral-mini-latest";

    private const string TextToSpeechModelExample = "voxtral-mini-tts-2603";

    /// <summary>
    /// Adds a singleton <see cref="ISpeechToTextClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-latest</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the client uses, or null for the one without a key. If no client with this
    /// key is registered, the host does not start.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddMistralSpeechToTextClient(
        this IServiceCollection services, string modelId, object? clientKey = null) =>
        services.AddModel(null, modelId, SpeechToTextModelExample, clientKey, client => client.AsISpeechToTextClient(modelId));

    /// <summary>Adds a keyed singleton <see cref="ISpeechToTextClient"/> for a Mistral model.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key.</param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-latest</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the client uses. If no client with this key is registered, the host does not
    /// start. If null, the client with the key <paramref name="serviceKey"/> is used, or the one without a key if there is none.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddKeyedMistralSpeechToTextClient(
        this IServiceCollection services, object serviceKey, string modelId, object? clientKey = null) => services.AddModel(
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            modelId,
            SpeechToTextModelExample,
            clientKey,
            client => client.AsISpeechToTextClient(modelId));

    /// <summary>
    /// Adds a singleton <see cref="ITextToSpeechClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-tts-2603</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the client uses, or null for the one without a key. If no client with this
    /// key is registered, the host does not start.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddMistralTextToSpeechClient(
        this IServiceCollection services, string modelId, object? clientKey = null) =>
        services.AddModel(null, modelId, TextToSpeechModelExample, clientKey, client => client.AsITextToSpeechClient(modelId));

    /// <summary>Adds a keyed singleton <see cref="ITextToSpeechClient"/> for a Mistral model.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key.</param>
    /// <param name="modelId">The model ID, such as <c>voxtral-mini-tts-2603</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the client uses. If no client with this key is registered, the host does not
    /// start. If null, the client with the key <paramref name="serviceKey"/> is used, or the one without a key if there is none.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IServiceCollection AddKeyedMistralTextToSpeechClient(
        this IServiceCollection services, object serviceKey, string modelId, object? clientKey = null) => services.AddModel(
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            modelId,
            TextToSpeechModelExample,
            clientKey,
            client => client.AsITextToSpeechClient(modelId));
}
