using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

/// <summary>
/// The client that the samples use. It calls api.mistral.ai if MISTRAL_API_KEY is set, otherwise a local emulator of the API: the one that
/// runs at MISTRAL_EMULATOR_ENDPOINT, or one in this process.
/// </summary>
internal static class SampleClient
{
    /// <summary>A key that only the emulator accepts.</summary>
    public const string EmulatorKey = "emulator-key-0123456789";

    /// <summary>Creates the client. The emulator, if there is one, runs until the process ends.</summary>
    public static async Task<MistralClient> CreateAsync()
    {
        if (await StartEmulatorAsync() is not { } endpoint)
            return new MistralClient();

        return new MistralClient(new MistralClientOptions { Endpoint = endpoint, ApiKey = EmulatorKey });
    }

    /// <summary>Starts the emulator, unless MISTRAL_API_KEY or MISTRAL_EMULATOR_ENDPOINT is set.</summary>
    /// <param name="timing">The response times of the emulator; null for no delays.</param>
    /// <returns>The endpoint of the emulator, or null if MISTRAL_API_KEY is set.</returns>
    public static async Task<Uri?> StartEmulatorAsync(ResponseTiming? timing = null)
    {
        if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("MISTRAL_API_KEY")))
            return null;

        if (Environment.GetEnvironmentVariable("MISTRAL_EMULATOR_ENDPOINT") is { Length: > 0 } running)
            return new Uri(running);

        var emulator = await MistralEmulator.StartAsync(new MistralEmulatorOptions { Timing = timing ?? new ResponseTiming() });
        return emulator.Endpoint;
    }
}
