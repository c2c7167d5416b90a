using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Retries of a complete client: which failures are retried, and how retries respect timeouts and cancellation.</summary>
public sealed class ClientRetryTests
{
    private readonly ManualTimeProvider _timeProvider = new();

    public static MatrixTheoryData<string, string> RetryAfterValuesAndOperations =>
        new(["30", "29.5", "Fri, 01 May 2026 12:00:30 GMT", "3000000000", "Fri, 01 May 2099 12:00:00 GMT"], ApiOperations.Names);

    public static MatrixTheoryData<int, string> NonTransientStatusesAndOperations =>
        new([400, 401, 403, 404, 405, 409, 413, 422, 501], ApiOperations.Names);

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    public static TheoryData<string> Deletions =>
        [.. ApiOperations.Names.Where(name => name.StartsWith("delete ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Transient_failure_is_retried_for_every_operation(string operation)
    {
        var server = RetryScenarios.CreateBusyServer().Then("""{"message":"No"}""", HttpStatusCode.BadRequest);
        using var provider = _timeProvider.CreateServiceProvider(server);

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, operation);

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Single(delays);
        Assert.Equal(2, server.RequestMessages.Count(
            message => $"{message.Method} {message.RequestUri!.AbsolutePath}" == ApiOperations.GetRequestLine(operation)));
    }

    [Theory]
    [MemberData(nameof(RetryAfterValuesAndOperations))]
    public async Task RetryAfter_beyond_the_remaining_timeout_is_not_waited_for(string retryAfter, string operation)
    {
        var server = RetryScenarios.CreateBusyServer(("Retry-After", retryAfter));
        using var provider = _timeProvider.CreateServiceProvider(server, timeout: 29);

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, operation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(delays);
        Assert.Single(server.RequestMessages);
    }

    [Fact]
    public async Task Remaining_timeout_is_measured_from_the_first_attempt()
    {
        var server = RetryScenarios.CreateBusyServer(("Retry-After", "8"));
        using var provider = _timeProvider.CreateServiceProvider(server, timeout: 20);

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Equal([8, 8], delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task Timeout_during_backoff_reports_the_earlier_error()
    {
        var server = RetryScenarios.CreateBusyServer();
        using var provider = _timeProvider.CreateServiceProvider(server, timeout: 0.001);

        var (exception, _) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Equal(
            "POST /v1/chat/completions: No response was received within 0.001 seconds. An earlier attempt failed (HTTP 503). "
                + "Increase MistralClientOptions.Timeout to wait longer.",
            exception.Message);
        Assert.Single(server.RequestMessages);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Failure_after_retries_reports_the_attempts_and_the_time(string operation)
    {
        foreach (var server in new[] { RetryScenarios.CreateBusyServer(), CreateFailingServer(new HttpRequestException("refused")) })
        {
            using var provider = _timeProvider.CreateServiceProvider(server);

            var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, operation);

            var seconds = delays.Sum(delay => delay.TotalSeconds);
            Assert.EndsWith(
                FormattableString.Invariant($"after 4 attempts in {seconds:0.0} s)"), exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failure_without_retries_does_not_report_attempts()
    {
        var exception = await RetryScenarios.CreateBusyServer().ExpectErrorAsync();

        Assert.DoesNotContain("attempts", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_TLS_handshake_is_not_retried_and_reports_the_reason()
    {
        var server = CreateFailingServer(new HttpRequestException(
            "The SSL connection could not be established, see inner exception.",
            new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot")));
        using var provider = _timeProvider.CreateServiceProvider(server);

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Empty(delays);
        Assert.Contains("No secure connection to api.mistral.ai could be established.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("UntrustedRoot", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Exception> ConnectionFailures =>
    [
        new SocketException(104),
        new TaskCanceledException("canceled", new TimeoutException("No connection within the configured ConnectTimeout.")),
    ];

    [Theory]
    [MemberData(nameof(ConnectionFailures))]
    public async Task Failure_to_connect_is_retried(Exception failure)
    {
        using var provider = _timeProvider.CreateServiceProvider(CreateFailingServer(failure));

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Equal(3, delays.Count);
        Assert.Contains("The connection to api.mistral.ai failed.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_with_status_404_after_a_lost_response_succeeds()
    {
        var server = RetryScenarios.CreateBusyServer().Then("""{"message":"Not found"}""", HttpStatusCode.NotFound);
        using var provider = _timeProvider.CreateServiceProvider(server);
        var call = provider.GetRequiredService<MistralClient>().Models.DeleteAsync("ft:m", TestContext.Current.CancellationToken);

        await _timeProvider.WaitForTimerAsync();
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.Equal(("ft:m", true), ((await call).Id, (await call).Deleted));
    }

    [Theory]
    [MemberData(nameof(Deletions))]
    public async Task Every_deletion_with_status_404_after_a_lost_response_succeeds(string operation)
    {
        var server = RetryScenarios.CreateBusyServer().Then("""{"message":"Not found"}""", HttpStatusCode.NotFound);
        using var provider = _timeProvider.CreateServiceProvider(server);
        var call = provider.GetRequiredService<MistralClient>().CallAsync(operation);

        await _timeProvider.WaitForTimerAsync();
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());
        await call;

        Assert.Equal(2, server.RequestMessages.Count);
    }

    [Fact]
    public async Task Cancellation_of_a_batch_job_that_is_rejected_after_a_lost_response_returns_the_canceled_job()
    {
        var server = RetryScenarios.CreateBusyServer()
            .Then("""{"message":"The job is already canceled"}""", HttpStatusCode.Conflict)
            .Then("""{"id":"j","status":"CANCELLED"}""");
        using var provider = _timeProvider.CreateServiceProvider(server);
        var call = provider.GetRequiredService<MistralClient>().Batch.Jobs.CancelAsync("j", TestContext.Current.CancellationToken);

        await _timeProvider.WaitForTimerAsync();
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.Equal(("j", "CANCELLED"), ((await call).Id, (await call).Status));
    }

    [Fact]
    public async Task Cancellation_of_a_batch_job_that_has_ended_throws_after_a_lost_response()
    {
        var server = RetryScenarios.CreateBusyServer()
            .Then("""{"message":"The job has ended"}""", HttpStatusCode.Conflict)
            .Then("""{"id":"m","status":"SUCCESS"}""");
        using var provider = _timeProvider.CreateServiceProvider(server);

        var (exception, _) = await _timeProvider.CallUntilErrorAsync(provider, "cancel batch job");

        Assert.Equal(HttpStatusCode.Conflict, exception.StatusCode);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    public async Task Deletion_with_status_404_without_a_lost_response_throws(int firstStatus)
    {
        var server = StubServer.WithResponse("{}", (HttpStatusCode)firstStatus).Then("{}", HttpStatusCode.NotFound);
        using var provider = _timeProvider.CreateServiceProvider(server);

        var (exception, _) = await _timeProvider.CallUntilErrorAsync(provider, "delete model");

        Assert.Equal(HttpStatusCode.NotFound, exception.StatusCode);
    }

    [Theory]
    [MemberData(nameof(NonTransientStatusesAndOperations))]
    public async Task Permanent_error_is_not_retried(int status, string operation)
    {
        var server = StubServer.WithResponse("{}", (HttpStatusCode)status);
        using var provider = _timeProvider.CreateServiceProvider(server);

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, operation);

        Assert.Equal(status, (int)exception.StatusCode!);
        Assert.Empty(delays);
        Assert.Single(server.RequestMessages);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Failure_after_the_first_byte_is_not_retried(string operation)
    {
        var server = new StubServer().Then(() => ScriptedResponseStream.Failing(new IOException("reset"), "{").ToResponse());
        using var provider = _timeProvider.CreateServiceProvider(server);

        var (_, delays) = await _timeProvider.CallUntilErrorAsync(provider, operation);

        Assert.Empty(delays);
        Assert.Single(server.RequestMessages);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Failure_after_cancellation_is_not_retried(string operation)
    {
        var server = new StubServer();
        using var cancellation = new CancellationTokenSource();
        // Cancellation aborts the connection, and some handlers report that as HttpRequestException.
        server.Then(() =>
        {
            cancellation.Cancel();
            throw new HttpRequestException("aborted");
        });
        using var provider = _timeProvider.CreateServiceProvider(server);

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.GetRequiredService<MistralClient>().CallAsync(operation, cancellation.Token));

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Single(server.RequestMessages);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Cancellation_during_backoff_throws_OperationCanceledException(string operation)
    {
        var server = RetryScenarios.CreateBusyServer();
        using var cancellation = new CancellationTokenSource();
        using var provider = _timeProvider.CreateServiceProvider(server);
        var call = provider.GetRequiredService<MistralClient>().CallAsync(operation, cancellation.Token);
        await _timeProvider.WaitForTimerAsync();
        await _timeProvider.WaitForTimerAsync();

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Single(server.RequestMessages);
    }

    private static StubServer CreateFailingServer(Exception failure) => new StubServer().Then(() => throw failure);
}
