/// <summary>Runs the application without a connection string: on the emulator, or on api.mistral.ai if MISTRAL_API_KEY is set.</summary>
internal static class Demo
{
    /// <summary>Starts the emulator and sets the connection string.</summary>
    public static async Task ConfigureAsync(WebApplicationBuilder builder)
    {
        var connection = await SampleClient.StartEmulatorAsync() is { } endpoint
            ? $"Endpoint={endpoint};Key={SampleClient.EmulatorKey};"
            : "";
        builder.Configuration["ConnectionStrings:mistral"] = $"{connection}Model=mistral-small-latest";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
    }

    /// <summary>Starts the application, sends requests to it and stops it.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await PrintAsync(http, "/chat?message=Say+hello.");
        await PrintAsync(http, "/health");
        await app.StopAsync();
    }

    private static async Task PrintAsync(HttpClient http, string path)
    {
        Console.WriteLine($"GET {path}");
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"GET {path} returned status {(int)response.StatusCode}: {await reader.ReadToEndAsync()}");

        while (await reader.ReadLineAsync() is { } line)
            Console.WriteLine(line);
        Console.WriteLine();
    }
}
