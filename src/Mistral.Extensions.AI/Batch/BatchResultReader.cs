using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Reads the results of batch jobs.</summary>
internal static class BatchResultReader
{
    /// <summary>Reads a line of a file. Its bytes may be changed.</summary>
    internal static BatchResult<TResponse> Read<TResponse>(Memory<byte> line, long number, IResponseReader<TResponse> reader)
        where TResponse : class
    {
        // An unpaired surrogate in any text would make reading the whole line fail.
        UnpairedSurrogates.Replace(line.Span, isEnd: true);
        try
        {
            return Read(BatchJson.Default.BatchResultLine.DeserializeLeniently(line.Span), number, reader);
        }
        catch (JsonException exception)
        {
            throw CreateLineError(number, JsonErrorPath.WithoutContent(exception, BatchJson.Default.BatchResultLine));
        }
    }

    /// <summary>Reads an output of a job.</summary>
    internal static BatchResult<TResponse> Read<TResponse>(JsonElement output, long number, IResponseReader<TResponse> reader)
        where TResponse : class => output.ValueKind is JsonValueKind.Object
            ? Read(BatchJson.Default.BatchResultLine.DeserializeLeniently(JsonMarshal.GetRawUtf8Value(output)), number, reader)
            : throw CreateLineError(number, null);

    private static MistralException CreateLineError(long number, JsonException? exception) => new(
        $"Line {number} of the batch results is not a JSON object. "
            + "Download the file again, and check that it is complete and a result file.",
        exception);

    private static BatchResult<TResponse> Read<TResponse>(BatchResultLine? line, long number, IResponseReader<TResponse> reader)
        where TResponse : class
    {
        if (line is null)
            throw CreateLineError(number, null);

        var result = new BatchResult<TResponse>
        {
            Id = line.Id,
            CustomId = line.CustomId,
            StatusCode = line.Response?.StatusCode,
            AdditionalProperties = line.AdditionalProperties,
            ResponseProperties = line.Response?.AdditionalProperties,
        };
        var subject = Describe(line, number);
        if (line.Error is { ValueKind: not JsonValueKind.Null } error)
        {
            // A string, or an object as in an error response.
            var body = $"{{\"error\":{error.GetRawText()}}}";
            result = result with { RequestError = ErrorResponseReader.FromBatch(body, subject, null) };
        }

        if (line.Response?.Body is { } response)
            return ReadResponse(result, response, subject, reader);

        var missing = ErrorResponseReader.FromBatch("", subject, GetStatus(result));
        return result switch
        {
            { RequestError: not null } => result,
            { StatusCode: >= 400 } => result with { ResponseError = missing },
            _ => result with { RequestError = missing },
        };
    }

    private static BatchResult<TResponse> ReadResponse<TResponse>(
        BatchResult<TResponse> result, JsonElement body, string subject, IResponseReader<TResponse> reader)
        where TResponse : class
    {
        MistralException? error = null;
        if (result.StatusCode is null or >= 200 and < 300 && TryRead(body, subject, reader, ref error) is { } response)
            return result with { Response = response };

        return result with
        {
            ResponseError = error ?? ErrorResponseReader.FromBatch(body.GetRawText(), subject, GetStatus(result)),
            ErrorBody = body,
        };
    }

    private static TResponse? TryRead<TResponse>(
        JsonElement body, string subject, IResponseReader<TResponse> reader, ref MistralException? error)
        where TResponse : class
    {
        var json = JsonMarshal.GetRawUtf8Value(body);
        try
        {
            var response = reader.TryRead(json)
                ?? ((JsonTypeInfo<TResponse>)reader.TypeInfo).DeserializeLeniently(json);
            return response is IApiResponse { HasContent: false } ? null : response;
        }
        catch (JsonException exception)
        {
            if (!ErrorBody.IsError(body.GetRawText()))
            {
                error = new(
                    $"{subject}: The response is not the expected JSON (at {JsonErrorPath.Get(exception, reader.TypeInfo)}). "
                        + "Read it with the endpoint of the job.",
                    JsonErrorPath.WithoutContent(exception, reader.TypeInfo));
            }

            return null;
        }
    }

    private static HttpStatusCode? GetStatus<TResponse>(BatchResult<TResponse> result)
        where TResponse : class => (HttpStatusCode?)result.StatusCode;

    private static string Describe(BatchResultLine line, long number) =>
        line.CustomId is { } id ? $"Batch request \"{id}\"" : $"Batch request (line {number} of the results)";
}
