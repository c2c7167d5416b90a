using System.Reflection;
using System.Text;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Scripts;

public sealed class FixtureFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fixtures").FullName;

    private string FixturesPath => Path.Combine(_folder, "fixtures.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task First_fixture_that_matches_is_used_for_any_number_of_requests()
    {
        await using var emulator = await StartAsync(
            """
            {"match":{"text_contains":"weather","has_tool_result":false},
             "response":{"tool_calls":[{"name":"get_weather","arguments":{"city":"Paris"}}]}},
            {"match":{"model":"mistral-large-latest"},"response":{"text":"Large"}},
            {"response":{"text_chunks":["Any","thing"],"thinking":"Hm.","finish_reason":"length"}}
            """);

        var weather1 = await emulator.PostUserMessageAsync("The weather?");
        var weather2 = await emulator.PostUserMessageAsync("The weather?");
        var large = await emulator.PostUserMessageAsync("Hi", """{"model":"mistral-large-latest"}""");
        var other = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal(["""get_weather {"city":"Paris"}"""], weather1.ToolCalls);
        Assert.Equal(weather1.ToolCalls, weather2.ToolCalls);
        Assert.Equal("Large", large.Content);
        Assert.Equal("thing", (string?)other.Deltas[^2]["content"]);
        Assert.Equal("length", (string?)other.Chunks[^1]["choices"]![0]!["finish_reason"]);
        emulator.Server.AssertAllScriptsUsed();
    }

    [Fact]
    public async Task Sequence_repeats_its_last_response_and_starts_again_for_each_test()
    {
        await using var emulator = await StartAsync(
            """
            {"match":{"turn_index":0},
             "responses":[{"text":"One"},{"status_code":429,"headers":{"retry-after":"1"}},{"text":"Three"}]}
            """);

        var texts = new List<string>();
        foreach (var testId in new[] { "a", "a", "b", "a", "a" })
        {
            emulator.Http.DefaultRequestHeaders.Remove("x-emulator-test-id");
            emulator.Http.DefaultRequestHeaders.Add("x-emulator-test-id", testId);
            var response = await emulator.PostUserMessageAsync("Hi");
            texts.Add($"{testId} {((int)response.Status == 429 ? response.Headers["retry-after"] : response.Content)}");
        }

        Assert.Equal(["a One", "a 1", "b One", "a Three", "a Three"], texts);
    }

    [Fact]
    public async Task ClearScripts_starts_sequences_again()
    {
        await using var emulator = await StartAsync("""{"responses":[{"text":"One"},{"text":"Two","times":1}]}""");
        await emulator.PostUserMessageAsync("Hi");
        await emulator.PostUserMessageAsync("Hi");
        var generated = await emulator.PostUserMessageAsync("Hi");

        emulator.Server.ClearScripts();
        var first = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("You said: \"Hi\".", "One"), (generated.Content, first.Content));
    }

    [Fact]
    public async Task Added_responses_are_used_before_fixtures()
    {
        await using var emulator = await StartAsync("""{"response":{"text":"Fixture"}}""");
        emulator.Server.Say("Added");

        var added = await emulator.PostUserMessageAsync("Hi");
        var fixture = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("Added", "Fixture"), (added.Content, fixture.Content));
    }

    [Theory]
    [InlineData("""{"body":{"a":[1.50]}}""", "application/json", """{"a":[1.50]}""")]
    [InlineData("""{"body":null}""", "application/json", "null")]
    [InlineData("""{"body":"a text"}""", "text/plain; charset=utf-8", "a text")]
    [InlineData("""{"body":"<p>","content_type":"text/html","status_code":502}""", "text/html", "<p>")]
    [InlineData("""{"events":[{"a":1},"[]"]}""", "text/event-stream; charset=utf-8", "data: {\"a\":1}\n\ndata: []\n\ndata: [DONE]\n\n")]
    [InlineData("""{"body":"data: 1\n\n","content_type":"text/event-stream"}""", "text/event-stream", "data: 1\n\n")]
    [Trait("Spec", "not-in-openapi")]
    public async Task Body_is_JSON_a_text_or_events(string response, string contentType, string body)
    {
        await using var emulator = await StartAsync($$"""{"response":{{response}}}""");

        var received = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal((contentType, body), (received.Headers["Content-Type"], received.Body));
    }

    [Fact]
    public async Task Delays_cut_after_bytes_and_text_arguments_are_read_from_a_fixture()
    {
        await using var emulator = await StartAsync(
            """
            {"match":{"text":"call"},"response":{"tool_calls":[{"name":"f","arguments":"not json","id":"abcdefghi"},{"name":"g"}]}},
            {"match":{"text":"cut"},"response":{"delay_ms":1,"delay_between_events_ms":0.5,"cut_after_bytes":10}}
            """);

        var call = await emulator.PostUserMessageAsync("call");

        Assert.Equal(["f not json", "g {}"], call.ToolCalls);
        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.PostUserMessageAsync("cut"));
    }

    [Fact]
    public async Task Changed_file_is_read_again_and_the_last_valid_fixtures_are_kept()
    {
        await using var emulator = await StartAsync("""{"response":{"text":"One"}}""");
        await WriteAsync("""{"response":{"text":"Number two"}}""");
        var changed = await emulator.PostUserMessageAsync("Hi");

        await File.WriteAllTextAsync(FixturesPath, """{"fixtures":[{"response":{"txt":"Three"}}]}""", Token);
        var invalid = await emulator.PostUserMessageAsync("Hi");
        var error = emulator.Server.FixturesError;
        File.Delete(FixturesPath);
        var missing = emulator.Server.FixturesError;
        await WriteAsync("""{"response":{"text":"Number four"}}""");
        var recovered = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("Number two", "Number two", "Number four"), (changed.Content, invalid.Content, recovered.Content));
        Assert.Equal(
            $"The fixtures in {FixturesPath} are not valid:\n- fixtures[0].response.txt: Extra inputs are not permitted", error);
        Assert.Contains("Could not find file", missing, StringComparison.Ordinal);
        Assert.Null(emulator.Server.FixturesError);
    }

    [Theory]
    [InlineData("{", "JSON decode error: Expected depth to be zero")]
    [InlineData("[]", "Input should be a valid dictionary or object")]
    [InlineData("{}", "fixtures: Field required")]
    [InlineData("""{"fixtures":[{}]}""", "fixtures[0]: Value error, A script must have either a response or responses.")]
    [InlineData("""{"fixtures":[{"responses":[]}]}""", "fixtures[0].responses: List should have at least 1 item")]
    [InlineData("""{"fixtures":[{"response":{},"responses":[{}]}]}""", "fixtures[0]: Value error, A script must have either")]
    [InlineData("""{"fixtures":[{"match":{"txt":"a"},"response":{}}]}""", "fixtures[0].match.txt: Extra inputs are not permitted")]
    [InlineData("""{"fixtures":[{"match":{"text_pattern":"("},"response":{}}]}""", "fixtures[0].match: Value error, The text pattern")]
    [InlineData("""{"fixtures":[{"response":{}},{"responses":[{},{"tool_calls":[{"name":"f"},{}]}]}]}""",
        "fixtures[1].responses[1].tool_calls[1].name: Field required")]
    [InlineData("""{"fixtures":[{"response":{"tool_calls":[{"name":"f","arguments":1}]}}]}""",
        "fixtures[0].response.tool_calls[0].arguments: Input should be a valid dictionary or string")]
    [InlineData("""{"fixtures":[{"response":{"text":"a","body":"b"}}]}""",
        "fixtures[0].response: Value error, A response cannot have both the content")]
    [InlineData("""{"fixtures":[{"response":{"body":1,"events":[]}}]}""",
        "fixtures[0].response: Value error, A response cannot have both a body and events.")]
    [InlineData("""{"fixtures":[{"response":{"content_type":"a"}}]}""",
        "fixtures[0].response: Value error, A content_type requires a body.")]
    [InlineData("""{"fixtures":[{"response":{"events":["a\nb"]}}]}""", "fixtures[0].response: Value error, An event must be one line.")]
    [InlineData("""{"fixtures":[{"response":{"headers":{"a b":"c"}}}]}""",
        "fixtures[0].response: Value error, The header \"a b\" has characters")]
    [InlineData("""{"fixtures":[{"response":{"headers":{"a":"b\nc"}}}]}""",
        "fixtures[0].response: Value error, The header \"a\" has characters")]
    [InlineData("""{"fixtures":[{"response":{"status_code":99}}]}""", "fixtures[0].response.status_code: Input should be greater than")]
    [InlineData("""{"fixtures":[{"response":{"times":0}}]}""", "fixtures[0].response.times: Input should be greater than")]
    [InlineData("""{"fixtures":[],"fixtures":[]}""", "JSON decode error: ")]
    public async Task Invalid_file_is_reported_at_the_start_with_the_path_in_the_file(string json, string message)
    {
        await File.WriteAllTextAsync(FixturesPath, json, Token);

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => MistralEmulator.StartAsync(new MistralEmulatorOptions { FixturesPath = FixturesPath }, Token));

        Assert.StartsWith($"The fixtures in {FixturesPath} are not valid:\n- {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_is_reported_at_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<IOException>(
            () => MistralEmulator.StartAsync(new MistralEmulatorOptions { FixturesPath = FixturesPath }, Token));

        Assert.Contains(FixturesPath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_is_reported_as_a_file_that_cannot_be_read()
    {
        var error = await Assert.ThrowsAnyAsync<IOException>(
            () => MistralEmulator.StartAsync(new MistralEmulatorOptions { FixturesPath = _folder }, Token));

        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Byte_order_mark_and_schema_reference_are_accepted()
    {
        await File.WriteAllTextAsync(
            FixturesPath,
            """{"$schema":"http://127.0.0.1:8080/_emulator/fixtures.schema.json","fixtures":[{"response":{"text":"é"}}]}""",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            Token);
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { FixturesPath = FixturesPath });

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal("é", response.Content);
    }

    [Fact]
    public async Task Fields_of_the_JSON_schema_are_those_that_are_accepted()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var schema = await emulator.GetJsonAsync("/_emulator/fixtures.schema.json");
        var definitions = schema["definitions"]!.AsObject().Select(definition => definition.Value!).Append(schema);

        var described = definitions.Select(definition => GetNames(definition["properties"]!.AsObject().Select(field => field.Key)));

        Assert.Equal(ReadFieldsOfSchemas().Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string GetNames(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    private static IEnumerable<string> ReadFieldsOfSchemas()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance
            | BindingFlags.NonPublic | BindingFlags.Public;
        var schemas = typeof(MistralEmulator).Assembly.GetType("Mistral.Extensions.AI.Emulator.Scripts.ScriptSchemas")!;
        return schemas.GetFields(All).Select(field => field.IsLiteral ? null : field.GetValue(null))
            .Where(value => value?.GetType().Name == "ObjectSchema")
            .Select(value => GetNames((IEnumerable<string>)value!.GetType().GetField("_fieldNames", All)!.GetValue(value)!));
    }

    private async Task<TestEmulator> StartAsync(string fixtures)
    {
        await WriteAsync(fixtures);
        return await TestEmulator.StartAsync(new MistralEmulatorOptions { FixturesPath = FixturesPath });
    }

    private Task WriteAsync(string fixtures) => File.WriteAllTextAsync(FixturesPath, $$"""{"fixtures":[{{fixtures}}]}""", Token);
}
