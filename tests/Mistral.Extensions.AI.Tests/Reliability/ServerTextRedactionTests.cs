using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.RawTcpServer;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// If a server repeats the API key or the prompt in any part of a response, neither appears in logs, or in exceptions with their properties
/// and inner exceptions.
/// </summary>
public sealed class ServerTextRedactionTests
{
    private const string Key = "sk0Key7Pq2mW9xTz4LbR8vNc3";
    private const string Prompt = ApiOperations.SecretText;

    private static readonly string Completion = StubServer.Completion("""{"role":"assistant","content":"Hello!"}""");

    /// <summary>Whole HTTP responses. The tests replace {0} with the key and with the prompt.</summary>
    public static TheoryData<string> ResponsesWithEcho =>
    [
        "HTTP/1.1 {0}\r\n\r\n",
        "{0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\n{0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\n'a' {0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBad Name {0}: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{ \r\n0\r\n{0} {0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: {0}/x\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: {0}\r\n\r\nx",
        $$"""HTTP/1.1 200 OK{{"\r\n\r\n"}}{"choices":[{"{0}":oops""",
        $$"""HTTP/1.1 200 OK{{"\r\n\r\n"}}{"{0}":oops""",
        $$"""HTTP/1.1 200 OK{{"\r\n\r\n"}}{"choices":[{"message":{"content":[{"{0}":{"a":oops""",
    ];

    /// <summary>Whole HTTP responses in which only the key can be recognized, because the rest is the message of the server.</summary>
    public static TheoryData<string> ErrorsWithKey =>
    [
        "HTTP/1.1 400 Bad\r\nmistral-correlation-id: {0}\r\n\r\n",
        "HTTP/1.1 400 Bad\r\nx-kong-request-id: a/{0}\r\n\r\n",
        "HTTP/1.1 400 Bad\r\ncf-ray: {0}-FRA\r\n\r\n",
        "HTTP/1.1 400 No {0} here\r\n\r\n",
        "HTTP/1.1 200 OK\r\nmistral-correlation-id: {0}\r\n\r\noops",
        $"HTTP/1.1 200 OK\r\nx-model-deprecation-timestamp: {{0}}\r\n\r\n{Completion}",
        "HTTP/1.1 400 Bad\r\n\r\nheader.{0}",
        "HTTP/1.1 400 Bad\r\n\r\n\"{0}\"",
        "HTTP/1.1 400 Bad\r\n\r\ntoken={0}&x",
        "HTTP/1.1 400 Bad\r\n\r\nline\\n{0}\\nline",
        "HTTP/1.1 400 Bad\r\n\r\nBearer{0}x",
        """HTTP/1.1 400 Bad{1}{"{0}":"a","message":"No"}""",
        """HTTP/1.1 400 Bad{1}{"detail":[{"loc":["body","{0}"],"msg":"No","type":"{0}"}],"code":"{0}"}""",
        """HTTP/1.1 400 Bad{1}{"error":{"message":"{\"message\":\"{\\\"{0}\\\":1}\"}"}}""",
        """HTTP/1.1 400 Bad{1}Refused, input: {"message":"{2}"}""",
        """HTTP/1.1 400 Bad{1}["{2}"]""",
        """HTTP/1.1 200 OK{1}{"error":{"message":"No {0}."}}""",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: error\ndata: \"{0}\"\n\n",
    ];

    [Theory]
    [MemberData(nameof(ResponsesWithEcho))]
    public async Task Key_and_prompt_in_a_malformed_response_are_redacted(string response)
    {
        foreach (var secret in new[] { Key, Prompt, $"{Prompt}' and more" })
            await AssertRedactedAsync(response.Replace("{0}", secret, StringComparison.Ordinal), secret);
    }

    [Theory]
    [MemberData(nameof(ErrorsWithKey))]
    public Task Key_in_an_error_response_or_header_is_redacted(string response) => AssertRedactedAsync(
        response.Replace("{0}", Key, StringComparison.Ordinal)
            .Replace("{1}", "\r\n\r\n", StringComparison.Ordinal)
            // The first letter of the key is escaped.
            .Replace("{2}", $"\\u0073{Key[1..]}", StringComparison.Ordinal),
        Key);

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "{0}")]
    [InlineData("x-api-key", "{0}")]
    public async Task Key_of_the_caller_HttpClient_is_redacted(string header, string value)
    {
        var server = StubServer.WithResponse($$"""{"message":"Unknown key {{Key}}."}""", HttpStatusCode.Unauthorized);
        using var http = new HttpClient(server) { BaseAddress = new("https://models.example") };
        http.DefaultRequestHeaders.TryAddWithoutValidation(header, value.Replace("{0}", Key, StringComparison.Ordinal));

        var exception = await Assert.ThrowsAsync<MistralException>(() => new MistralClient(http).CompleteTextAsync());

        Assert.Contains("Unknown key ***.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ResponseBody, StringComparison.Ordinal);
    }

    [Theory]
    // Shorter than 8 characters.
    [InlineData("message", """{"message":"The message is invalid","type":"message"}""", "The message is invalid", "message")]
    // Within longer words.
    [InlineData("test-key", """{"message":"Use the latest-keys","type":"x"}""", "Use the latest-keys", "x")]
    [InlineData("12345678", """{"message":"Request 9123456789","type":"x","code":12345678}""", "Request 9123456789", "x")]
    public async Task Key_that_is_an_ordinary_word_does_not_damage_messages(string key, string body, string message, string type)
    {
        var exception = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync(options => options.ApiKey = key);

        Assert.StartsWith($"POST /v1/chat/completions: {message}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal((type, body), (exception.ErrorType, exception.ResponseBody));
    }

    [Theory]
    [InlineData("""{"choices":"none"}""", "$.choices")]
    [InlineData("""{"choices":[{"index":0},{"message":7}]}""", "$.choices[1].message")]
    [InlineData("""{"choices":[{"index":0,"secret-request-text":{"a":oops}}]}""", "$.choices[0]…")]
    public async Task Error_in_JSON_is_located_by_the_names_of_the_schema(string body, string path)
    {
        var exception = await StubServer.WithResponse(body).ExpectErrorAsync();

        Assert.Contains($"(at {path})", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-request-text", exception.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Calls each kind of operation through dependency injection, so that the logs of the factory are captured as well.</summary>
    private static async Task AssertRedactedAsync(string response, string secret)
    {
        await using var server = new RawTcpServer(RespondWith(response));
        using var log = new LogCapture();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddMistralClient(options => (options.ApiKey, options.Endpoint, options.MaxRetries) = (Key, server.Endpoint, 0));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<MistralClient>();

        foreach (var operation in new[] { "chat", "chat, streaming" })
        {
            if (await Record.ExceptionAsync(() => client.CallAsync(operation)) is { } exception)
            {
                var error = Assert.IsType<MistralException>(exception);
                var properties = $"{error.Code} {error.ErrorType} {error.Param} {error.RequestId} {error.Guardrails} {error.ResponseBody}";
                Assert.DoesNotContain(secret, $"{error} {properties}", StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.Contains("Sending POST", log.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, log.AllText, StringComparison.OrdinalIgnoreCase);
    }
}
