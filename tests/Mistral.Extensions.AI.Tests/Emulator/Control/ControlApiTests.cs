using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Control;

[Trait("Spec", "not-in-openapi")]
public sealed class ControlApiTests
{
    [Fact]
    public async Task Script_is_used_once_and_then_no_longer_listed()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var added = await emulator.SendAsync(
            HttpMethod.Post, "/_emulator/scripts", """{"match":{"text":"Hi"},"response":{"text":"Hello"}}""");
        var before = await emulator.GetJsonAsync("/_emulator/scripts");
        var scripted = await emulator.PostUserMessageAsync("Hi");
        var after = await emulator.GetJsonAsync("/_emulator/scripts");

        Assert.Equal((HttpStatusCode.Created, """{"responses":1}"""), (added.Status, added.Body));
        JsonAssert.Equal(
            """
            {"scripts":[{"description":"text \"Hello\" for requests with text \"Hi\"","test_id":null,"times":1,"uses":0,"unused":true}],
             "fixtures":[],"fixtures_path":null,"fixtures_error":null}
            """,
            before);
        Assert.Equal("Hello", scripted.Content);
        Assert.Empty(after["scripts"]!.AsArray());
    }

    [Fact]
    public async Task Responses_of_a_script_are_a_sequence_in_the_queue_of_the_test()
    {
        await using var emulator = await TestEmulator.StartAsync();

        await emulator.SendAsync(
            HttpMethod.Post, "/_emulator/scripts?test_id=a",
            """{"responses":[{"status_code":503},{"text":"Hello","times":2},{"text":"Always","times":null}]}""");

        Assert.Equal([1, 2, null], emulator.Server.UnusedScripts.Select(script => script.Times));
        Assert.All(emulator.Server.UnusedScripts, script => Assert.Equal("a", script.TestId));
    }

    [Fact]
    public async Task Test_ID_header_selects_the_scripts_to_add_list_and_delete()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Say("No test");
        emulator.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "a");

        await emulator.SendAsync(HttpMethod.Post, "/_emulator/scripts", """{"response":{"text":"Hello"}}""");
        var listed = await emulator.GetJsonAsync("/_emulator/scripts");
        var deleted = await emulator.SendAsync(HttpMethod.Delete, "/_emulator/scripts");

        Assert.Equal("a", (string?)Assert.Single(listed["scripts"]!.AsArray())!["test_id"]);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal("No test", Assert.Single(emulator.Server.UnusedScripts).Text);
    }

    [Fact]
    public async Task Fixtures_are_replaced()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.SendAsync(HttpMethod.Put, "/_emulator/fixtures", """{"fixtures":[{"response":{"text":"One"}}]}""");
        var one = await emulator.PostUserMessageAsync("Hi");

        var replaced = await emulator.SendAsync(
            HttpMethod.Put, "/_emulator/fixtures", """{"fixtures":[{"responses":[{"text":"Two"},{"text":"Three"}]}]}""");
        var two = await emulator.PostUserMessageAsync("Hi");
        var list = await emulator.GetJsonAsync("/_emulator/scripts");

        Assert.Equal(("One", "Two", """{"responses":2}"""), (one.Content, two.Content, replaced.Body));
        Assert.Equal([1, 0], list["fixtures"]!.AsArray().Select(fixture => (int)fixture!["uses"]!));
        Assert.Empty(list["scripts"]!.AsArray());
    }

    [Theory]
    [InlineData("POST", "/_emulator/scripts", """{"response":{"txt":"a"}}""", 422, "\"loc\":[\"body\",\"response\",\"txt\"]")]
    [InlineData("POST", "/_emulator/scripts", "{}", 422, "A script must have either a response or responses.")]
    [InlineData("POST", "/_emulator/scripts", """{"response":{"text":"a","status_code":500}}""", 422, "must be 200, but was 500")]
    [InlineData("POST", "/_emulator/scripts", "{", 422, "JSON decode error")]
    [InlineData("POST", "/_emulator/scripts?test=a", """{"response":{}}""", 422, "\"loc\":[\"query\",\"test\"]")]
    [InlineData("PUT", "/_emulator/fixtures", """{"fixtures":[{"match":{"turn_index":-1},"response":{}}]}""", 422, "or equal to 0")]
    [InlineData("PUT", "/_emulator/fixtures?test_id=a", """{"fixtures":[]}""", 422, "\"loc\":[\"query\",\"test_id\"]")]
    [InlineData("GET", "/_emulator/requests?status=200", null, 422, "\"loc\":[\"query\",\"status\"]")]
    [InlineData("GET", "/_emulator/requests?since=yesterday", null, 422, "valid datetime")]
    [InlineData("GET", "/_emulator/requests/7", null, 404, "Request 7 not found")]
    [InlineData("GET", "/_emulator/nowhere", null, 404, "Not Found")]
    [InlineData("GET", "/_emulator", null, 404, "Not Found")]
    [InlineData("PATCH", "/_emulator/scripts", "{}", 405, "Method Not Allowed")]
    public async Task Invalid_request_gets_an_error_that_names_the_reason(
        string method, string path, string? body, int status, string message)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(status, (int)response.Status);
        Assert.Contains(message, response.Body, StringComparison.Ordinal);
        Assert.Empty(emulator.Server.UnusedScripts);
    }

    [Fact]
    public async Task Content_types_other_than_JSON_are_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/_emulator/scripts", """{"response":{}}""", "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.Status);
        Assert.Equal(
            """{"detail":"The content type must be application/json, but was text/plain; charset=utf-8."}""", response.Body);
    }

    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("HEAD", "/health")]
    [InlineData("GET", "/_emulator/requests")]
    [InlineData("OPTIONS", "/_emulator/scripts")]
    public async Task Control_requests_need_no_key_are_not_recorded_and_get_no_scripts(string method, string path)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ApiKey = "other" });
        emulator.Http.DefaultRequestHeaders.Authorization = null;
        emulator.Http.DefaultRequestHeaders.Add("Origin", "http://example.com");
        emulator.Http.DefaultRequestHeaders.Add("Access-Control-Request-Method", "POST");
        emulator.Server.Enqueue(ScriptedResponse.Fault(503));

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.True((int)response.Status is 200 or 204);
        Assert.Equal("*", response.Headers["Access-Control-Allow-Origin"]);
        Assert.DoesNotContain(response.Headers.Keys, name => name.StartsWith("x-ratelimit", StringComparison.Ordinal));
        Assert.Empty(emulator.Server.Requests);
        Assert.Single(emulator.Server.UnusedScripts);
    }

    [Fact]
    public async Task Health_check_is_JSON()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Get, "/health");

        Assert.Equal("""{"status":"ok"}""", response.Body);
    }

    [Fact]
    public async Task Reset_removes_scripts_and_requests_of_a_test_or_of_all()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        emulator.Server.Say("No test");
        emulator.Server.Enqueue(new ScriptedResponse { Text = "A", TestId = "a" });

        await emulator.SendAsync(HttpMethod.Post, "/_emulator/reset?test_id=a");
        Assert.Equal(("No test", 1), (Assert.Single(emulator.Server.UnusedScripts).Text, emulator.Server.Requests.Count));

        await emulator.SendAsync(HttpMethod.Post, "/_emulator/reset");
        Assert.Empty(emulator.Server.UnusedScripts);
        Assert.Empty(emulator.Server.Requests);
    }
}
