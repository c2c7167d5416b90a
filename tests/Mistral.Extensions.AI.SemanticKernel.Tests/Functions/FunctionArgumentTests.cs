using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>The arguments that match the JSON schema of a function can be read by the function.</summary>
public sealed class FunctionArgumentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Delegate, string, string> Arguments => new()
    {
        { (DayOfWeek value) => $"{value:d}", "\"Monday\"", "1" },
        { (DayOfWeek? value) => $"{value:d}", "\"monday\"", "1" },
        { (DayOfWeek value) => $"{value:d}", "1", "1" },
        { (Priority value) => $"{value:d}", "\"very-high\"", "2" },
        { (DayOfWeek[] value) => $"{value[1]:d}", """["Monday","Friday"]""", "5" },
        { (Appointment value) => $"{value.Day:d} {value.Title}", """{"Day":"Friday","Title":"Tea"}""", "5 Tea" },
        { (string value) => value, "5", "5" },
        { (string value) => value, "1.50", "1.50" },
        { (string value) => value, "true", "true" },
        { (string value) => value, """{"a":[1]}""", """{"a":[1]}""" },
        { (string value) => value, "\"5\"", "5" },
        { (int value) => $"{value}", "\"5\"", "5" },
        { (int value) => $"{value}", "5.0", "5" },
        { (long? value) => $"{value}", "1e3", "1000" },
        { (decimal value) => FormattableString.Invariant($"{value}"), "1.5", "1.5" },
        { (bool value) => $"{value}", "\"true\"", "True" },
        { (DateTime value) => $"{value:yyyy-MM-dd HH:mm}", "\"2026-05-01T10:30:00\"", "2026-05-01 10:30" },
        { (DateTime value) => $"{value:yyyy-MM-dd HH:mm}", "\"2026-05-01 10:30\"", "2026-05-01 10:30" },
        { (DateTimeOffset value) => $"{value:yyyy-MM-dd zzz}", "\"2026-05-01 10:30 +02:00\"", "2026-05-01 +02:00" },
        { (DateOnly value) => $"{value:yyyy-MM-dd}", "\"2026-05-01\"", "2026-05-01" },
        { (TimeSpan value) => $"{value}", "\"01:30:00\"", "01:30:00" },
        { (Uri value) => value.Host, "\"https://example.com/a\"", "example.com" },
        { (List<string> value) => value[0], """["a"]""", "a" },
        { (List<string> value) => value[0], """ "[\"a\"]" """, "a" },
        { (int value = 3) => $"{value}", "null", "3" },
        { (int? value = 3) => $"{value}", "null", "" },
    };

    [Theory]
    [MemberData(nameof(Arguments), DisableDiscoveryEnumeration = true)]
    public async Task Argument_that_matches_the_schema_is_passed_to_the_function(Delegate method, string argument, string expected)
    {
        var server = await RunAsync(method, argument);

        Assert.Equal(expected, (string?)server.RequestBodies[1]!["messages"]![2]!["content"]);
    }

    [Theory]
    [InlineData("\"Monday\"")]
    [InlineData("""["Monday",{"day":2.50}]""")]
    public async Task Arguments_are_sent_back_as_the_model_wrote_them(string argument)
    {
        var server = await RunAsync((object value) => $"{value}", argument);

        var call = server.RequestBodies[1]!["messages"]![1]!["tool_calls"]![0]!;
        JsonAssert.Equal($$"""{"value":{{argument}}}""", (string)call["function"]!["arguments"]!);
    }

    [Fact]
    public async Task Function_with_its_own_JSON_options_reads_its_arguments_with_them()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Web);
        var function = KernelFunctionFactory.CreateFromMethod((Appointment value) => value.Title, options, "function");

        var server = await RunAsync(function, """{"title":"Tea","day":3}""");

        Assert.Equal("Tea", (string?)server.RequestBodies[1]!["messages"]![2]!["content"]);
    }

    private static Task<StubServer> RunAsync(Delegate method, string argument) =>
        RunAsync(KernelFunctionFactory.CreateFromMethod(method, "function"), argument);

    private static async Task<StubServer> RunAsync(KernelFunction function, string argument)
    {
        var arguments = JsonSerializer.Serialize($$"""{"value":{{argument}}}""");
        var server = new StubServer()
            .Then(StubServer.Completion(
                $$"""
                {"role":"assistant","content":"","tool_calls":[
                  {"id":"abcdefghi","function":{"name":"plugin_function","arguments":{{arguments}} } }]}
                """,
                "tool_calls"))
            .Then(StubServer.Completion("""{"role":"assistant","content":"Done."}"""));
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("plugin", [function]);
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        await new MistralChatCompletionService(StubServer.Model, server.CreateClient())
            .GetChatMessageContentAsync("Hi", settings, kernel, Token);
        return server;
    }

    [JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
    internal enum Priority
    {
        Low,
        High,

        [JsonStringEnumMemberName("very-high")]
        VeryHigh,
    }

    internal sealed record Appointment(DayOfWeek Day, string Title);
}
