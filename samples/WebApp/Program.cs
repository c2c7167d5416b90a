// A web application with a chat endpoint that streams the response, and a health check. It is configured by a connection string only:
//
//   export ConnectionStrings__mistral="Key=...;Model=mistral-small-latest"
//   dotnet run --project samples/WebApp -- --urls http://localhost:5000
//   curl --no-buffer "http://localhost:5000/chat?message=Say+hello."
//   curl http://localhost:5000/health
//
// Without a connection string, it runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set, sends requests to
// itself and ends.

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI;

var builder = WebApplication.CreateSlimBuilder(args);
var isDemo = string.IsNullOrEmpty(builder.Configuration.GetConnectionString("mistral"));
if (isDemo)
    await Demo.ConfigureAsync(builder);

builder.AddMistralClient("mistral").AddChatClient();

var app = builder.Build();
app.Use(ReturnApiErrorsAsync);
app.MapGet("/chat", (string message, IChatClient chat, CancellationToken cancellationToken) =>
    TypedResults.ServerSentEvents(StreamAsync(chat, message, cancellationToken)));
app.MapHealthChecks("/health");

// The host also validates the configuration when it starts, but reports errors with a stack trace. This prints one line for each error.
try
{
    app.Services.GetRequiredService<IStartupValidator>().Validate();
}
catch (OptionsValidationException exception)
{
    foreach (var error in exception.Failures)
        Console.Error.WriteLine(error);
    return 1;
}

if (isDemo)
    await Demo.RunAsync(app);
else
    await app.RunAsync();
return 0;

// Returns an error of the API as text. After the first part of a stream, the connection is closed instead.
async Task ReturnApiErrorsAsync(HttpContext context, RequestDelegate next)
{
    try
    {
        await next(context);
    }
    catch (MistralException exception) when (!context.Response.HasStarted)
    {
        app.Logger.LogError(exception, "The request failed.");
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        await context.Response.WriteAsync(exception.Message);
    }
}

static async IAsyncEnumerable<string> StreamAsync(
    IChatClient chat, string message, [EnumeratorCancellation] CancellationToken cancellationToken)
{
    await foreach (var update in chat.GetStreamingResponseAsync(message, cancellationToken: cancellationToken))
    {
        if (update.Text.Length > 0)
            yield return update.Text;
    }
}
