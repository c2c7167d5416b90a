using System.Runtime.CompilerServices;

/// <summary>
/// Starts the emulator before Program.cs runs, unless MISTRAL_API_KEY is set, and adds its endpoint and a key to the "Mistral" section of
/// the configuration through environment variables.
/// </summary>
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
