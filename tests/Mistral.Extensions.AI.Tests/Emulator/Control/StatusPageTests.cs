using System.Net;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Control;

[Trait("Spec", "not-in-openapi")]
public sealed partial class StatusPageTests
{
    [Fact]
    public async Task Status_page_is_HTML_that_loads_nothing_from_other_hosts()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Authorization = null;

        var response = await emulator.SendAsync(HttpMethod.Get, "/");

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (response.Status, response.Headers["Content-Type"]));
        Assert.StartsWith("default-src 'none'", response.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotMatch(@"https?://", response.Body);
        Assert.DoesNotContain("innerHTML", response.Body, StringComparison.Ordinal);
        Assert.Empty(emulator.Server.Requests);
    }

    [Fact]
    public async Task Paths_that_the_status_page_calls_exist()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        var page = await emulator.SendAsync(HttpMethod.Get, "/");
        var paths = ControlPath().Matches(page.Body).Select(match => match.Value.Replace("${limit}", "200", StringComparison.Ordinal)
            .Replace("${row.request.id}", "1", StringComparison.Ordinal)).Distinct().ToList();

        Assert.Equal(4, paths.Count);
        foreach (var path in paths)
        {
            var response = await emulator.SendAsync(HttpMethod.Get, path);
            Assert.True((int)response.Status is 200 or 204, $"{path} returned {response.Status}.");
        }
    }

    [Fact]
    public async Task Request_to_the_root_with_another_method_gets_the_error_of_the_API_gateway()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/", "{}");

        Assert.Equal((HttpStatusCode.NotFound, """{"message":"no Route matched with those values"}"""), (response.Status, response.Body));
    }

    [GeneratedRegex(@"/_emulator/[^`""]+")]
    private static partial Regex ControlPath();
}
