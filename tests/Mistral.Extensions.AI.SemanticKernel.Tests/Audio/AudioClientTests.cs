using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

#pragma warning disable MEAI001 // The clients for audio are experimental.

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Audio;

/// <summary>Semantic Kernel has no services over the clients for audio, so functions use these clients.</summary>
public sealed class AudioClientTests
{
    private const string Text = "Welcome to the museum.";

    [Theory]
    [InlineData("repeat")]
    [InlineData("repeat_streaming")]
    public async Task Function_speaks_and_transcribes_with_the_clients_of_the_kernel(string function)
    {
        var token = TestContext.Current.CancellationToken;
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: token);
        var builder = Kernel.CreateBuilder();
        builder.Services.AddMistralClient(options => (options.ApiKey, options.Endpoint) = (KernelFixture.ApiKey, emulator.Endpoint));
        builder.Services.AddMistralTextToSpeechClient("voxtral-mini-tts-2603").AddMistralSpeechToTextClient("voxtral-mini-latest");
        builder.Plugins.AddFromType<SpeechPlugin>("speech");
        var kernel = builder.Build();

        var text = await kernel.InvokeAsync<string>("speech", function, new() { ["text"] = Text }, token);

        Assert.Equal(Text, text);
        Assert.Equal(
            ["/v1/audio/speech", "/v1/audio/transcriptions"], emulator.Requests.Select(request => request.Path));
    }

    private sealed class SpeechPlugin(ITextToSpeechClient speech, ISpeechToTextClient transcription)
    {
        private static readonly TextToSpeechOptions Options = new() { VoiceId = "en_paul_neutral", AudioFormat = "wav" };

        [KernelFunction("repeat"), Description("Speaks a text, and returns its transcription.")]
        public async Task<string> RepeatAsync(string text, CancellationToken cancellationToken)
        {
            var response = await speech.GetAudioAsync(text, Options, cancellationToken);
            return (await transcription.GetTextAsync(GetAudio(response.Contents), options: null, cancellationToken)).Text;
        }

        [KernelFunction("repeat_streaming"), Description("Speaks a text, and returns its transcription, both as streams.")]
        public async Task<string> RepeatStreamingAsync(string text, CancellationToken cancellationToken)
        {
            var response = await speech.GetStreamingAudioAsync(text, Options, cancellationToken)
                .ToTextToSpeechResponseAsync(cancellationToken);
            return (await transcription.GetStreamingTextAsync(GetAudio(response.Contents), options: null, cancellationToken)
                .ToSpeechToTextResponseAsync(cancellationToken)).Text;
        }

        private static MemoryStream GetAudio(IEnumerable<AIContent> contents) =>
            new([.. contents.OfType<DataContent>().SelectMany(content => content.Data.ToArray())]);
    }
}
