using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

/// <summary>Runs the gateway on a free port and sends requests to it.</summary>
internal static class Demo
{
    public static void Configure(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
    }

    /// <summary>Starts the gateway, calls it with the client of this library, and stops it.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        await app.StartAsync();
        using var client = new MistralClient(new MistralClientOptions
        {
            Endpoint = new Uri(app.Urls.First()),
            ApiKey = SampleClient.EmulatorKey,
            MaxRetries = 0, // the gateway retries
        });
        var chat = client.AsIChatClient("mistral-small-latest");
        Console.WriteLine(await chat.GetResponseAsync("Say hello."));
        await foreach (var update in chat.GetStreamingResponseAsync("Count to three."))
            Console.Write(update);
        Console.WriteLine();

        var vector = await client.AsIEmbeddingGenerator("mistral-embed").GenerateVectorAsync("A text");
        Console.WriteLine($"An embedding with {vector.Length} dimensions");
        foreach (var model in (await client.Models.ListAsync()).Data)
            Console.WriteLine(model.Id);
        await app.StopAsync();
    }
}
