using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class RealtimeTranscriptionTests
{
    private const string Model = "voxtral-mini-transcribe-realtime-2602";
    private const string Delta = """{"type":"transcription.text.delta","text":"Hello"}""";
    private const string Done = """{"type":"transcription.done","model":"m","text":"Hello","language":"en","usage":{"total_tokens":3} }""";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audio_of_a_source_is_sent_as_it_arrives_and_ended()
    {
        var first = new TaskCompletionSource();
        IReadOnlyList<JsonNode> received = [];
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.ReceiveUntilAsync("input_audio.append");
            await connection.SendAsync(Delta);
            await connection.ReceiveUntilAsync("input_audio.end");
            received = connection.Received;
            await connection.SendAsync(Done);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient();
        var texts = new List<string?>();

        await foreach (var streamEvent in client.Audio.Realtime.TranscribeStreamAsync(
            Source(first.Task), Model, new() { TargetStreamingDelayMs = 100 }, CancellationToken))
        {
            if (streamEvent is TranscriptionStreamTextDelta delta)
            {
                texts.Add(delta.Text);
                first.SetResult();
            }
            else if (streamEvent is TranscriptionStreamDone done)
            {
                texts.Add(done.Text);
            }
        }

        Assert.Equal(["Hello", "Hello"], texts);
        Assert.Equal(
            ["session.update", "input_audio.append", "input_audio.append", "input_audio.flush", "input_audio.end"],
            received.Select(message => (string?)message["type"]));

        // The second part follows only after the text of the first one was returned.
        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Source(Task hasText)
        {
            yield return new byte[] { 1, 2 };
            await hasText;
            yield return new byte[] { 3, 4 };
        }
    }

    [Fact]
    public async Task Exception_of_the_source_ends_the_enumeration()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient();

        var exception = await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
            await client.Audio.Realtime.TranscribeStreamAsync(Source(), Model, null, CancellationToken).ToListAsync(CancellationToken));

        Assert.Equal("No microphone", exception.Message);

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Source()
        {
            yield return new byte[] { 1, 2 };
            await Task.Yield();
            throw new InvalidTimeZoneException("No microphone");
        }
    }

    [Fact]
    public async Task Source_is_stopped_when_the_caller_stops_reading()
    {
        var isStopped = new TaskCompletionSource<bool>();
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Delta);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient();

        await foreach (var streamEvent in client.Audio.Realtime.TranscribeStreamAsync(
            Source(isStopped, CancellationToken.None), Model, null, CancellationToken))
        {
            if (streamEvent is TranscriptionStreamTextDelta)
                break;
        }

        Assert.True(await isStopped.Task);

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Source(
            TaskCompletionSource<bool> isStopped, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return new byte[] { 1, 2 };
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                isStopped.SetResult(cancellationToken.IsCancellationRequested);
            }
        }
    }

    [Fact]
    public async Task Connection_that_is_reset_during_the_sending_of_audio_throws_MistralException()
    {
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync("""{"type":"error","error":{"message":"Out of capacity","code":3505} }""");
            connection.Reset();
        });
        using var client = server.CreateClient();

        var exception = await Assert.ThrowsAsync<MistralException>(async () =>
            await client.Audio.Realtime.TranscribeStreamAsync(Source(), Model, null, CancellationToken).ToListAsync(CancellationToken));

        Assert.StartsWith("GET /v1/audio/transcriptions/realtime: ", exception.Message, StringComparison.Ordinal);

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Source()
        {
            for (var i = 0; i < 1000; i++)
            {
                await Task.Yield();
                yield return new byte[1000];
            }
        }
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Client_session_is_created_with_every_field()
    {
        const string Json = """
            {"object":"client.session","purpose":"realtime","expires_at":"2026-07-03T10:01:00Z",
             "client_secret":{"value":"rt_secret","expires_at":"2026-07-03T10:01:00Z"} }
            """;
        var server = StubServer.WithResponse(Json);
        var sessions = server.CreateClient().Audio.Realtime.Sessions;

        var session = await sessions.CreateAsync(new() { Model = Model, TtlSeconds = 60 }, CancellationToken);

        JsonAssert.Equal(
            """{"purpose":"realtime","model":"voxtral-mini-transcribe-realtime-2602","ttl_seconds":60}""", server.SingleRequestBody());
        Assert.Equal("POST /v1/client/sessions", GetRequestLine(server));
        Assert.Equal(("rt_secret", "realtime", "client.session"), (session.ClientSecret!.Value, session.Purpose, session.Object));
        Assert.DoesNotContain("rt_secret", session.ToString(), StringComparison.Ordinal);
        Assert.Null(RoundTrip.AssertLossless(Json.Replace("Z", "+00:00", StringComparison.Ordinal),
            AudioJson.Default.CreateRealtimeSessionResponse).AdditionalProperties);
    }

    [Fact]
    public async Task Invalid_client_session_is_rejected_before_sending()
    {
        var server = new StubServer();
        var sessions = server.CreateClient().Audio.Realtime.Sessions;

        var model = await Assert.ThrowsAsync<ArgumentException>(() => sessions.CreateAsync(new(), CancellationToken));
        var ttl = await Assert.ThrowsAsync<ArgumentException>(
            () => sessions.CreateAsync(new() { Model = Model, TtlSeconds = 0 }, CancellationToken));

        Assert.Equal(
            "No model was specified. Set Model, for example to \"voxtral-mini-transcribe-realtime-2602\".", model.Message);
        Assert.Equal("TtlSeconds must be 1 or greater, but was 0.", ttl.Message);
        Assert.Empty(server.RequestMessages);
    }

    private static string GetRequestLine(StubServer server) =>
        $"{server.RequestMessages[0].Method} {server.RequestMessages[0].RequestUri!.PathAndQuery}";
}
