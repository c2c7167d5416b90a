using System.Runtime.CompilerServices;

/// <summary>Configures the emulator with environment variables if MISTRAL_API_KEY is not set.</summary>
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
