using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;
using ImageContent = Microsoft.SemanticKernel.ImageContent;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>Concurrent invocation of functions, exceptions in functions, and results that are contents of Semantic Kernel.</summary>
public sealed class FunctionInvocationTests
{
    private const string Png =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_run_at_the_same_time_with_AllowConcurrentInvocation(bool streaming)
    {
        var allStarted = new TaskCompletionSource();
        var started = 0;
        await using var fixture = await StartAsync(async (string city) =>
        {
            if (Interlocked.Increment(ref started) == 2)
                allStarted.SetResult();
            await allStarted.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
            return city;
        });

        await RunAsync(fixture, streaming, new() { AllowConcurrentInvocation = true });

        Assert.Equal(["Paris", "Lyon"], fixture.GetMessages(1).Skip(2).Select(message => (string?)message!["content"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_run_one_after_the_other_by_default(bool streaming)
    {
        var running = 0;
        await using var fixture = await StartAsync(async (string city) =>
        {
            var others = running++;
            await Task.Yield();
            running--;
            return $"{city}, {others} others";
        });

        await RunAsync(fixture, streaming, null);

        Assert.Equal(
            ["Paris, 0 others", "Lyon, 0 others"], fixture.GetMessages(1).Skip(2).Select(message => (string?)message!["content"]));
    }

    [Theory]
    [InlineData(true, "Error: Function failed. Exception: Paris is not a station.")]
    [InlineData(false, "Error: Function failed.")]
    public async Task Model_receives_the_message_of_an_exception_unless_IncludeDetailedErrors_is_false(bool detailed, string expected)
    {
        await using var fixture = await StartAsync(
            string (string city) => throw new InvalidOperationException($"{city} is not a station."));
        if (!detailed)
            fixture.Kernel.GetRequiredService<IChatClient>().GetService<FunctionInvokingChatClient>()!.IncludeDetailedErrors = false;

        await RunAsync(fixture, streaming: false, new() { AllowConcurrentInvocation = true });

        Assert.Equal(expected, (string?)fixture.GetMessages(1)[2]!["content"]);
    }

    [Fact]
    public async Task Message_as_result_is_sent_as_its_text()
    {
        await using var fixture = await StartAsync((string city) => new Microsoft.SemanticKernel.ChatMessageContent(
            AuthorRole.Assistant, $"sunny in {city}", metadata: new Dictionary<string, object?> { ["Usage"] = 5 }));

        await RunAsync(fixture, streaming: false, null);

        Assert.Equal("sunny in Paris", (string?)fixture.GetMessages(1)[2]!["content"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Image_as_result_is_sent_as_an_image(bool streaming)
    {
        await using var fixture = await StartAsync((string city) => new ImageContent(Png));

        await RunAsync(fixture, streaming, null);

        JsonAssert.Equal(
            $$"""[{"type":"image_url","image_url":"{{Png}}"}]""", fixture.GetMessages(1)[2]!["content"]);
    }

    [Fact]
    public async Task Message_as_result_is_sent_with_its_images()
    {
        await using var fixture = await StartAsync((string city) => new Microsoft.SemanticKernel.ChatMessageContent(
            AuthorRole.Assistant,
            [
                new ReasoningContent("A map is best."),
                new TextContent($"A map of {city}"),
                new TextContent("The north is up."),
                new ImageContent(Png),
                new AnnotationContent(AnnotationKind.UrlCitation, "map", "https://example.com"),
            ]));

        await RunAsync(fixture, streaming: false, null);

        JsonAssert.Equal(
            $$"""
            [{"type":"text","text":"A map of Paris\n"},{"type":"text","text":"The north is up."},
             {"type":"image_url","image_url":"{{Png}}"}]
            """,
            fixture.GetMessages(1)[2]!["content"]);
    }

    [Fact]
    public async Task Messages_as_result_are_sent_as_lines()
    {
        await using var fixture = await StartAsync(
            (string city) => new ChatHistory(city, AuthorRole.User) { new(AuthorRole.Tool, "sunny") });

        await RunAsync(fixture, streaming: false, null);

        Assert.Equal("Paris\nsunny", (string?)fixture.GetMessages(1)[2]!["content"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Result_with_a_content_that_cannot_be_sent_has_an_error_text(bool single)
    {
        using var logs = new LogCapture();
        KernelContent annotation = new AnnotationContent(AnnotationKind.UrlCitation, "map", "https://example.com");
        await using var fixture = await KernelFixture.StartAsync(builder =>
        {
            builder.Services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Warning));
            AddFunction(
                builder, object (string city) => single ? annotation : new List<KernelContent> { new ImageContent(Png), annotation });
        });

        await RunAsync(fixture, streaming: false, null);

        const string Error =
            "Error: AnnotationContent cannot be sent. Return text, or ImageContent, AudioContent or BinaryContent with data or a URI.";
        var content = fixture.GetMessages(1)[2]!["content"]!;
        Assert.Equal(Error, (string?)(single ? content : content[1]!["text"]));
        Assert.Contains(
            "A function result contains Microsoft.SemanticKernel.Agents.AnnotationContent, which cannot be sent.",
            logs.AllText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_with_a_content_of_the_application_is_sent_as_its_text()
    {
        await using var fixture = await StartAsync((string city) => new KernelContent?[] { new Station(city), null, new Station("Lyon") });

        await RunAsync(fixture, streaming: false, null);

        Assert.Equal("station Paris\nstation Lyon", (string?)fixture.GetMessages(1)[2]!["content"]);
    }

    [Fact]
    public async Task Result_in_the_history_with_a_content_that_cannot_be_sent_has_an_error_text()
    {
        await using var fixture = await KernelFixture.StartAsync();
        ChatHistory history =
        [
            new(AuthorRole.User, "Where is it?"),
            new(AuthorRole.Assistant, [new Microsoft.SemanticKernel.FunctionCallContent("find", id: "abcdefghi")]),
            new(AuthorRole.Tool, [new Microsoft.SemanticKernel.FunctionResultContent("find", null, "abcdefghi", new ImageContent())]),
        ];

        await fixture.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.StartsWith("Error: ImageContent cannot be sent.", (string?)fixture.GetMessages(0)[2]!["content"], StringComparison.Ordinal);
    }

    private static async Task RunAsync(KernelFixture fixture, bool streaming, FunctionChoiceBehaviorOptions? options)
    {
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: options) };
        const string Question = "What is the weather in Paris and in Lyon?";
        if (streaming)
            await fixture.Kernel.InvokePromptStreamingAsync(Question, new(settings), cancellationToken: Token).ToListAsync(Token);
        else
            await fixture.Kernel.InvokePromptAsync(Question, new(settings), cancellationToken: Token);
    }

    private static Task<KernelFixture> StartAsync(Delegate method) => KernelFixture.StartAsync(builder => AddFunction(builder, method));

    private static void AddFunction(IKernelBuilder builder, Delegate method) => builder.Plugins.AddFromFunctions(
        "weather", [KernelFunctionFactory.CreateFromMethod(method, "get_weather", "Gets the current weather in a city.")]);

    private sealed class Station(string city) : KernelContent
    {
        public override string ToString() => $"station {city}";
    }
}
