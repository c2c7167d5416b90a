// Speaks a text to a file, transcribes the file with timestamps and as a stream, and transcribes it again as a microphone would send it.
//
//   dotnet run --project samples/Speech
//   dotnet run --project samples/Speech -- "Good morning. It is nine o'clock."

using System.Globalization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;

#pragma warning disable MEAI001 // ISpeechToTextClient is experimental.

var text = args switch
{
    [] => "Welcome to the museum. Please follow me to the first room.",
    [var spoken] => spoken,
    _ => throw new ArgumentException("Pass one text."),
};

using var mistral = await SampleClient.CreateAsync();
var speech = await mistral.Audio.Speech.CompleteAsync(
    new() { Model = "voxtral-mini-tts-2603", VoiceId = "en_paul_neutral", Input = text, ResponseFormat = "wav" });
var path = Path.Combine(Path.GetTempPath(), $"speech-{Guid.NewGuid():N}.wav");
await File.WriteAllBytesAsync(path, speech.AudioData!.Value);
Console.WriteLine($"Saved {new FileInfo(path).Length:N0} bytes of speech");

try
{
    Console.WriteLine("\n--- Transcribed with timestamps");
    var transcription = await mistral.Audio.Transcriptions.CompleteAsync(
        new() { Model = "voxtral-mini-latest", File = FileData.FromFile(path), TimestampGranularities = ["segment"] });
    foreach (var segment in transcription.Segments!)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{segment.Start,6:F2} {segment.End,6:F2}  {segment.Text?.Trim()}"));

    Console.WriteLine("\n--- Transcribed as a stream");
    var client = mistral.AsISpeechToTextClient("voxtral-mini-latest");
    await using (var file = File.OpenRead(path))
    {
        await foreach (var update in client.GetStreamingTextAsync(file))
            Console.Write(update.Text);
    }

    Console.WriteLine("\n\n--- Transcribed while it is recorded");
    var session = new RealtimeTranscriptionSessionUpdatePayload
    {
        AudioFormat = new() { Encoding = "pcm_s16le", SampleRate = Microphone.SampleRate },
    };
    await foreach (var item in mistral.Audio.Realtime.TranscribeStreamAsync(
        Microphone.RecordAsync(path), "voxtral-mini-transcribe-realtime-2602", session))
    {
        if (item is TranscriptionStreamTextDelta delta)
            Console.Write(delta.Text);
        else if (item is TranscriptionStreamDone { Usage: { } usage })
            Console.WriteLine($"\n{usage.PromptAudioSeconds} seconds of audio");
    }
}
finally
{
    File.Delete(path);
}
