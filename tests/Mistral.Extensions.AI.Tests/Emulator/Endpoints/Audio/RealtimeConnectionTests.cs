using System.Net.WebSockets;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Audio;

/// <summary>Keys, tokens and scripted faults of realtime transcription, which the OpenAPI file does not have.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RealtimeConnectionTests : IAsyncLifetime
{
    private const string TokenPath = "/v1/client/sessions";
    private const string TokenRequest = $$"""{"purpose":"realtime","model":"{{RealtimeTestSession.Model}}"}""";

    private readonly ManualTimeProvider _time = new();
    private TestEmulator _emulator = null!;

    public async ValueTask InitializeAsync() =>
        _emulator = await TestEmulator.StartAsync(new() { ApiKey = TestEmulator.Key, TimeProvider = _time });

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Token_opens_sessions_of_its_model_until_it_expires()
    {
        var response = await _emulator.SendAsync(HttpMethod.Post, TokenPath, TokenRequest);
        var token = (string)response.Json["client_secret"]!["value"]!;

        using (var session = await RealtimeTestSession.OpenAsync(_emulator, token: token))
            Assert.Equal("realtime", session.Protocol);
        var otherModel = await GetRejectedStatusAsync("voxtral-mini-transcribe-realtime-latest", token);
        _time.Advance(TimeSpan.FromSeconds(900));
        var expired = await GetRejectedStatusAsync(RealtimeTestSession.Model, token);

        Assert.Equal((201, 401, 401), ((int)response.Status, otherModel, expired));
        JsonAssert.Equal(
            $$"""
            {"object":"client.session","purpose":"realtime","expires_at":"{{response.Json["expires_at"]}}",
             "client_secret":{"value":"{{token}}","expires_at":"{{response.Json["expires_at"]}}"} }
            """,
            response.Json);
        Assert.StartsWith("rt_", token, StringComparison.Ordinal);
        Assert.Equal("realtime, ***", _emulator.Server.Requests[1].Headers["sec-websocket-protocol"]);
    }

    [Theory]
    [InlineData("""{"model":"voxtral-mini-transcribe-realtime-2602"}""", "422 body.purpose: Field required")]
    [InlineData("""{"purpose":"chat","model":"a"}""", "422 body.purpose: Input should be 'realtime'")]
    [InlineData("""{"purpose":"realtime","model":"voxtral-mini-latest"}""", "400 Invalid model: voxtral-mini-latest")]
    [InlineData("""{"purpose":"realtime","model":"a","ttl_seconds":0}""",
        "422 body.ttl_seconds: Input should be greater than or equal to 1")]
    public async Task Invalid_request_for_a_token_is_rejected(string body, string error)
    {
        var response = await _emulator.SendAsync(HttpMethod.Post, TokenPath, body);

        Assert.Equal(error, $"{(int)response.Status} {Assert.Single(_emulator.Server.Requests).Error}");
    }

    [Fact]
    public async Task Unknown_token_is_rejected() =>
        Assert.Equal(401, await GetRejectedStatusAsync(RealtimeTestSession.Model, "rt_unknown"));

    [Fact]
    public async Task Scripted_fault_rejects_the_WebSocket()
    {
        _emulator.Server.Enqueue(ScriptedResponse.Fault(503));

        Assert.Equal(503, await GetRejectedStatusAsync(RealtimeTestSession.Model, token: null));
    }

    [Fact]
    public async Task Scripted_stream_has_the_messages_of_the_session()
    {
        const string Error = """{"type":"error","error":{"message":"overloaded","code":3505}}""";
        _emulator.Server.Enqueue(ScriptedResponse.EventStream("""{"type":"session.created"}""", Error));
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        await session.AppendAsync(new byte[2]);
        await session.EndAsync();
        var events = await session.ReceiveAllAsync();

        Assert.Equal(["session.created", "error"], events.Select(item => (string?)item["type"]));
        Assert.Equal(2, Assert.Single(_emulator.Server.Requests).Messages.Count);
    }

    [Fact]
    public async Task Scripted_cut_ends_the_connection_without_closing_the_WebSocket()
    {
        _emulator.Server.Enqueue(new ScriptedResponse { CutAfterBytes = 400 });
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        await session.AppendAsync(new byte[2]);
        await session.EndAsync();
        var exception = await Assert.ThrowsAsync<WebSocketException>(session.ReceiveAllAsync);

        Assert.Equal(WebSocketError.ConnectionClosedPrematurely, exception.WebSocketErrorCode);
    }

    [Fact]
    public async Task Scripted_delay_precedes_the_session()
    {
        _emulator.Server.Enqueue(new ScriptedResponse { Delay = TimeSpan.FromMilliseconds(50) });

        var open = RealtimeTestSession.OpenAsync(_emulator);
        var delay = await _time.WaitForTimerAsync();
        _time.Advance(delay);
        using var session = await open;

        Assert.Equal(50, delay.TotalMilliseconds);
    }

    [Fact]
    public async Task Message_of_more_than_1_MiB_closes_the_connection()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);

        await session.SendAsync(new string(' ', 1024 * 1024 + 1));
        await session.ReceiveAllAsync();

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, session.CloseStatus);
    }

    [Fact]
    public async Task Open_session_ends_when_the_emulator_stops()
    {
        using var session = await RealtimeTestSession.OpenAsync(_emulator);
        await session.ReceiveAsync();

        await _emulator.Server.DisposeAsync();

        await Assert.ThrowsAsync<WebSocketException>(session.ReceiveAllAsync);
    }

    private async Task<int> GetRejectedStatusAsync(string model, string? token)
    {
        var exception = await Assert.ThrowsAsync<WebSocketException>(() => RealtimeTestSession.OpenAsync(_emulator, model, token));
        return (int)exception.Data["status"]!;
    }
}
