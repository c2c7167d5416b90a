using System.Runtime.CompilerServices;

/// <summary>Sets environment variables that select the emulator if MISTRAL_API_KEY is not set: this program creates no client itself.</summary>
internal static class EmulatorConfiguration
{
    [ModuleInitializer]
    internal static void Apply()
    {
        if (SampleClient.StartEmulatorAsync().GetAwaiter().GetResult() is not { } endpoint)
            return;

        Environment.SetEnvironmentVariable("Mistral__Endpoint", endpoint.ToString());
        Environment.SetEnvironmentVariable("Mistral__ApiKey", SampleClient.EmulatorKey);
    }
}
