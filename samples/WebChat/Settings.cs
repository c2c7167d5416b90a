using Mistral.Extensions.AI.Emulator;

/// <summary>Default settings of the server.</summary>
internal static class Settings
{
    // Larger than Kestrel's default of 30 MB: the browser sends all files of the conversation with each request, as base64.
    private const long MaxRequestBytes = 64 * 1024 * 1024;

    // Similar to a model: without delays, a response of the emulator would appear at once.
    private static readonly ResponseTiming Timing = new()
    {
        TimeToFirstToken = TimeSpan.FromMilliseconds(300),
        TokensPerSecond = 60,
        Jitter = 0.2,
    };

    /// <summary>Sets the maximum request size, and the URL and the connection string if the configuration does not have them.</summary>
    /// <returns>Whether the API is the emulator.</returns>
    public static async Task<bool> AddDefaultsAsync(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = MaxRequestBytes);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls("http://localhost:5080");

        if (!string.IsNullOrEmpty(builder.Configuration.GetConnectionString("mistral")))
            return false;

        var emulator = await SampleClient.StartEmulatorAsync(Timing);
        var connection = emulator is null ? "" : $"Endpoint={emulator};Key={SampleClient.EmulatorKey};";
        builder.Configuration["ConnectionStrings:mistral"] = $"{connection}Model=mistral-small-latest";
        return emulator is not null;
    }
}
