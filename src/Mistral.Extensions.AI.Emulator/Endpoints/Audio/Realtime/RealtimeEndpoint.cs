using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;

/// <summary>
/// The endpoints for realtime transcription: the WebSocket <c>/v1/audio/transcriptions/realtime</c>, and <c>POST /v1/client/sessions</c>,
/// which creates the tokens with which browsers open it.
/// </summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="tokens">The tokens of browsers.</param>
/// <param name="idGenerator">The source of IDs.</param>
/// <param name="timeProvider">The time at which tokens are created.</param>
internal sealed class RealtimeEndpoint(ModelCatalog models, ClientTokens tokens, IdGenerator idGenerator, TimeProvider timeProvider)
{
    /// <summary>The lifetime of a token: https://docs.mistral.ai/studio-api/audio/speech_to_text/realtime_transcription.</summary>
    private const int DefaultTokenSeconds = 900;

    private const string Capability = "audio_transcription_realtime";

    /// <summary>Adds the endpoints to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("GET", "/audio/transcriptions/realtime", Open);
        routes.MapApi("POST", "/client/sessions", CreateToken);
    }

    private ApiResponse Open(ApiRequest request)
    {
        if (!request.IsWebSocket)
            throw ApiError.NotFound();
        var model = request.ReadModelQuery(RealtimeSchemas.Query).FindString("model")!;
        var error = models.Find(model)?.HasCapability(Capability) == true ? null : $"Invalid model: {model}";
        var session = error is null ? new RealtimeSession(idGenerator.NextResponse().Id, model) : null;
        return ApiResponse.WebSocket((connection, cancellationToken) => RunAsync(connection, session, error, cancellationToken)) with
        {
            Error = error,
        };
    }

    /// <summary>Runs a session. The official SDKs expect that errors are events, also before the session is created.</summary>
    private static async Task RunAsync(
        WebSocketConnection connection, RealtimeSession? session, string? error, CancellationToken cancellationToken)
    {
        try
        {
            if (session is null)
                throw new RealtimeException(error!, RealtimeException.InvalidModel);
            await connection.SendAsync(session.CreateFirstEvent(), cancellationToken).ConfigureAwait(false);
            while (!session.IsDone && await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                foreach (var item in session.Handle(Parse(message)))
                    await connection.SendAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (RealtimeException exception)
        {
            var detail = new JsonObject { ["message"] = exception.Message, ["code"] = exception.Code };
            await connection.SendAsync(new JsonObject { ["type"] = "error", ["error"] = detail }, cancellationToken).ConfigureAwait(false);
            await connection.CloseAsync(WebSocketCloseStatus.PolicyViolation, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonElement Parse(string message)
    {
        var errors = new FieldErrors();
        var json = JsonText.Parse(Encoding.UTF8.GetBytes(message), errors);
        if (json is { } value)
            RealtimeSchemas.Message.Validate(value, Location.Message, errors);
        return errors.HasErrors ? throw new RealtimeException(errors.Summary, RealtimeException.InvalidMessage) : json!.Value;
    }

    private ApiResponse CreateToken(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(RealtimeSchemas.ClientSession);
        var model = request.FindString("model")!;
        models.GetRequired(model, card => card.HasCapability(Capability));
        var token = idGenerator.NextPrefixedId("rt");
        var expiresAt = timeProvider.GetUtcNow().AddSeconds(request.FindNumber("ttl_seconds") ?? DefaultTokenSeconds);
        tokens.Add(token, model, expiresAt);
        return ApiResponse.Json(new JsonObject
        {
            ["object"] = "client.session",
            ["purpose"] = "realtime",
            ["expires_at"] = expiresAt.ToJson(),
            ["client_secret"] = new JsonObject { ["value"] = token, ["expires_at"] = expiresAt.ToJson() },
        }, 201);
    }
}
