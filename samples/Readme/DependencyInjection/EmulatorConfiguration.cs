using System.Runtime.CompilerServices;

/// <summary>
/// Configures the program through environment variables, before Program.cs runs: starts the emulator, unless MISTRAL_API_KEY is set, and
/// adds its endpoint and a key to the "Mistral" section. Disables the log, where HttpClient writes a stack trace for each failed attempt.
/// </summary>
internal static class EmulatorConfiguration
{
    [ModuleInitializer]
    internal static void Apply()
    {
        Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "None");
        if (SampleClient.StartEmulatorAsync().GetAwaiter().GetResult() is not { } endpoint)
            return;

        Environment.SetEnvironmentVariable("Mistral__Endpoint", endpoint.ToString());
        Environment.SetEnvironmentVariable("Mistral__ApiKey", SampleClient.EmulatorKey);
    }
}
