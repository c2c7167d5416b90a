using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Whatever a refusal looks like and whatever was asked, a caller reads the same exception.</summary>
public sealed class RefusalTests
{
    private static readonly (string, string)[] Headers =
    [
        ("mistral-correlation-id", "019b"), ("Retry-After", "7"), ("x-ratelimit-limit-req-minute", "60"), ("x-ratelimit-remaining-req-minute", "0"),
    ];

    public static MatrixTheoryData<string, string> ShapesAndRoutes => new(Refusal.Seen.Keys, Routes.Names);

    public static TheoryData<string> Names => [.. Routes.Names];

    [Theory]
    [MemberData(nameof(ShapesAndRoutes))]
    public async Task Every_refusal_is_one_MistralException_on_every_route(string shape, string route)
    {
        var refusal = Refusal.Seen[shape];

        var exception = await RefusedAsync(refusal.Server(Headers), route);

        Assert.Equal(
            (refusal.Status, refusal.Code, refusal.Type, refusal.Param, refusal.Guardrails, "019b", TimeSpan.FromSeconds(7)),
            ((int)exception.StatusCode!, exception.Code, exception.ErrorType, exception.Param, exception.Guardrails?.GetRawText(), exception.RequestId, exception.RetryAfter));
        Assert.Equal(new MistralRateLimit { RequestsPerMinute = 60, RemainingRequests = 0 }, exception.RateLimit);
        var code = refusal.Code is null ? "" : $", code {refusal.Code}";
        Assert.StartsWith($"{Routes.Line(route)}: {refusal.Message}", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($" (HTTP {refusal.Status}{code}, correlation id 019b)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ShapesAndRoutes))]
    public async Task No_message_holds_the_key_or_what_was_sent(string shape, string route)
    {
        var exception = await RefusedAsync(Refusal.Seen[shape].Server(), route);

        // The page of a proxy is kept for whoever asks for it.
        var said = exception.ToString() + (Refusal.Seen[shape].ContentType is "text/html" ? "" : exception.ResponseBody);
        Assert.DoesNotContain(Routes.Secret, said, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 10, 400);
        Assert.InRange(exception.ResponseBody?.Length ?? 0, 0, 2001);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_key_that_comes_back_is_not_shown_even_in_part_where_the_refusal_breaks_off_within_it(string route)
    {
        const string Key = "sk-0123456789abcdefghijklmnopqrstuv";
        for (var length = 4; length <= Key.Length; length++)
        {
            var body = ScriptedBody.Breaking(new IOException("reset"), $"I do not know {Key[..length]}");

            var exception = await RefusedAsync(new StubServer().Then(() => body.Response("text/plain", HttpStatusCode.Unauthorized)), route, Key);

            Assert.StartsWith($"{Routes.Line(route)}: I do not know ***.", exception.Message, StringComparison.Ordinal);
            Assert.Equal("I do not know ***", exception.ResponseBody);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refusal_that_breaks_off_says_what_had_come(string route)
    {
        var body = ScriptedBody.Breaking(new IOException("reset"), """{"message":"Too long","code":"3051","detail":[{"loc":""");

        var exception = await RefusedAsync(new StubServer().Then(() => body.Response(status: HttpStatusCode.UnprocessableEntity)), route);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "3051"), (exception.StatusCode, exception.Code));
        Assert.StartsWith($"{Routes.Line(route)}: Too long.", exception.Message, StringComparison.Ordinal);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refusal_that_does_not_end_is_a_refusal_when_the_time_is_over(string route)
    {
        var clock = new ManualClock();
        var body = ScriptedBody.Silent("""{"message":"Too long","code":"3051","detail":[""");
        var call = RefusedAsync(new StubServer().Then(() => body.Response(status: HttpStatusCode.UnprocessableEntity)), route, clock: clock);

        clock.Advance(await clock.NextTimerAsync());

        var exception = await call;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "3051"), (exception.StatusCode, exception.Code));
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Of_a_refusal_without_end_little_is_read(string route)
    {
        var body = new EndlessBody("""{"message":"Too long","more":" """u8.ToArray(), (byte)'x');

        var exception = await RefusedAsync(new StubServer().Then(() => body.Response(status: HttpStatusCode.BadRequest)), route);

        Assert.StartsWith($"{Routes.Line(route)}: Too long.", exception.Message, StringComparison.Ordinal);
        Assert.InRange(body.Given, 1, 256 * 1024);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refusal_ten_thousand_levels_deep_is_a_refusal(string route)
    {
        var deep = string.Concat(Enumerable.Repeat("""{"detail":""", 10_000));

        var exception = await RefusedAsync(new Refusal(400, deep, null).Server(), route);

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.InRange(exception.Message.Length, 10, 3000);
    }

    [Fact]
    public async Task A_refusal_in_Latin_1_is_told_as_far_as_it_can_be_read()
    {
        var body = Encoding.Latin1.GetBytes("""{"message":"Modèle inconnu","code":"1500"}""");
        var server = new StubServer().Then(() => new(HttpStatusCode.BadRequest) { Content = new ByteArrayContent(body) });

        var exception = await server.RefusedAsync();

        Assert.Contains("le inconnu", exception.Message, StringComparison.Ordinal);
        Assert.Equal("1500", exception.Code);
    }

    private static Task<MistralException> RefusedAsync(StubServer server, string route, string key = "test-key", TimeProvider? clock = null) =>
        Assert.ThrowsAsync<MistralException>(() => server.Client(options =>
            (options.ApiKey, options.Clock) = (key, clock ?? TimeProvider.System)).CallAsync(route));
}
