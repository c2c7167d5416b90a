using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Server;

/// <summary>The way of a request: recorded, let in, routed, checked, answered by the emulator or its script.</summary>
internal sealed class Exchange(Router router, Script script, RequestLog log, Sequence sequence, MistralEmulatorOptions options)
{
    private readonly RateMeter _meter = new();

    public async Task RunAsync(HttpContext context, CancellationToken stopping)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var body = await ReadAsync(context.Request, stopped.Token).ConfigureAwait(false);
        var entry = log.Add(context, body);
        context.Response.OnStarting(() =>
        {
            entry.Answering(context.Response.StatusCode);
            options.Answering?.Invoke(entry.Request);
            return Task.CompletedTask;
        });

        var (answer, scripted) = Decide(context.Request, body);
        context.Response.Headers["mistral-correlation-id"] = sequence.NextCorrelationId();
        _meter.Write(context.Response.Headers, answer.TokenCost);
        await AnswerWriter.WriteAsync(context.Response, answer, scripted, stopped.Token).ConfigureAwait(false);
    }

    private (Answer Answer, ScriptedAnswer? Script) Decide(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (script.TakeFault() is { } fault)
            return (Answer.From(fault), fault);
        try
        {
            var own = Handle(request, body);
            var scripted = script.Take();
            return (scripted?.Body is null ? own : Answer.From(scripted) with { Headers = own.Headers }, scripted);
        }
        catch (Refusal refusal)
        {
            return (refusal.Answer, null);
        }
    }

    private Answer Handle(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var path = request.Path.Value ?? "";
        if (!Router.IsOfTheApi(path))
            throw Refusal.NoRoute();
        if (!IsLetIn(request.Headers.Authorization.ToString()))
            throw Refusal.Plain(401, "Unauthorized");
        return router.Handle(request.Method, path, body, request.ContentType);
    }

    private bool IsLetIn(string authorization) =>
        AuthenticationHeaderValue.TryParse(authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrWhiteSpace(header.Parameter)
        && (options.ApiKey is null || header.Parameter == options.ApiKey);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken stopped)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, stopped).ConfigureAwait(false);
        return body.ToArray();
    }
}
