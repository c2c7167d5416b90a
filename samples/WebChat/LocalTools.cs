using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

/// <summary>The functions that the model can call.</summary>
internal static class LocalTools
{
    private static readonly Source[] Docs =
    [
        new("Vision", new("https://docs.mistral.ai/capabilities/vision/"), "Send images as URLs or in base64. Several images are allowed."),
        new("Function calling", new("https://docs.mistral.ai/capabilities/function_calling/"), "Let the model call your functions."),
        new("Reasoning", new("https://docs.mistral.ai/capabilities/reasoning/"), "Let the model think before it responds."),
        new("Document AI", new("https://docs.mistral.ai/capabilities/document_ai/"), "Read PDF files and scanned pages with OCR."),
        new("Embeddings", new("https://docs.mistral.ai/capabilities/embeddings/"), "Turn texts into vectors for search and clustering."),
    ];

    /// <summary>All functions.</summary>
    public static IList<AITool> All { get; } =
    [
        AIFunctionFactory.Create(GetWeather, "get_weather"),
        AIFunctionFactory.Create(GetTime, "get_time"),
        AIFunctionFactory.Create(SearchDocs, "search_docs"),
    ];

    /// <summary>Runs the function of a call. An exception becomes the result, so that the model can react to it.</summary>
    public static async Task<FunctionResultContent> InvokeAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        try
        {
            var function = All.OfType<AIFunction>().FirstOrDefault(function => function.Name == call.Name)
                ?? throw new InvalidOperationException($"The function {call.Name} does not exist.");
            if (call.Exception is { } invalidArguments)
                throw invalidArguments;
            return new(call.CallId, await function.InvokeAsync(new(call.Arguments), cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(call.CallId, $"Error: {exception.Message}") { Exception = exception };
        }
    }

    /// <summary>Returns a result as text: a string as it is, other values as JSON.</summary>
    public static string ToText(FunctionResultContent result) => result.Result switch
    {
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => JsonSerializer.Serialize(json, AIJsonUtilities.DefaultOptions),
        var value => value?.ToString() ?? "",
    };

    [Description("Gets the current weather in a city.")]
    private static string GetWeather([Description("The city.")] string city) =>
        $"{10 + (city.Length * 3 % 15)} °C and {(city.Length % 2 == 0 ? "rain" : "sun")}";

    [Description("Gets the current time in a city.")]
    private static string GetTime([Description("A large city, for example New York.")] string city)
    {
        var suffix = $"/{city.Trim().Replace(' ', '_')}";
        var zone = TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(zone => zone.Id.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no time zone named after {city}. Use the largest city nearby.");
        return TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).ToString("dddd, HH:mm", CultureInfo.InvariantCulture);
    }

    [Description("Searches the documentation of the Mistral API.")]
    private static Dictionary<string, Source> SearchDocs([Description("The words to search for.")] string query)
    {
        var words = query.Split([' ', ',', '.', '?'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 3).ToList();
        return Docs
            .Where(page => words.Any(word => $"{page.Title} {page.Description}".Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select((page, index) => (page, index))
            .ToDictionary(item => item.index.ToString(CultureInfo.InvariantCulture), item => item.page);
    }
}
