using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Scripts;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>An authorized request to an endpoint.</summary>
/// <param name="httpRequest">The HTTP request, which has the headers and the route values.</param>
/// <param name="body">The body of the request.</param>
/// <param name="isBatch">Whether it is a request of a batch job.</param>
/// <param name="quotas">The quotas of the models; null if requests are not limited.</param>
/// <param name="scripts">The scripted responses that the request can get; null if there are none for it.</param>
/// <param name="rateLimits">The rate-limit headers of all requests; null if the request has no effect on them.</param>
internal sealed class ApiRequest(
    HttpRequest httpRequest,
    ReadOnlyMemory<byte> body,
    bool isBatch = false,
    ModelQuotas? quotas = null,
    RequestScripts? scripts = null,
    RateLimitHeaders? rateLimits = null)
{
    /// <summary>The <c>model</c> of the body; null before the body is read, and if it has none.</summary>
    public string? Model { get; private set; }

    /// <summary>The quota that the request counts toward; null if there is none.</summary>
    public ModelQuota? Quota { get; private set; }

    /// <summary>Counts the request toward the quota of a model, if there are quotas.</summary>
    /// <param name="modelId">The ID of the model.</param>
    /// <exception cref="ApiError">The quota is used up.</exception>
    public void CountToward(string modelId)
    {
        var quota = quotas?.Get(modelId);
        quota?.AddRequest();
        Quota = quota;
    }

    /// <summary>Counts the tokens of a stream, which are known when it ends.</summary>
    public void CountTokens(int tokens)
    {
        Quota?.AddTokens(tokens);
        rateLimits?.AddTokens(tokens);
    }

    /// <summary>Disposes an object when the response has been sent, or the connection was closed.</summary>
    public void RegisterForDispose(IDisposable disposable) => httpRequest.HttpContext.Response.RegisterForDispose(disposable);

    /// <summary>Returns the part of the path that a parameter of the route pattern matched.</summary>
    public string GetRouteValue(string name) => (string)httpRequest.RouteValues[name]!;

    /// <summary>The test that sent the request; null if it has no test ID.</summary>
    public string? TestId => TestIds.Read(httpRequest.Headers);

    /// <summary>Consumes the scripted response that has the content of the model; null if there is none for the request.</summary>
    /// <param name="completionRequest">The request to the model, in the format of chat or FIM completions.</param>
    /// <exception cref="ApiError">There is none, and the content of models must be scripted.</exception>
    public ScriptedResponse? TakeScriptedContent(JsonElement completionRequest)
    {
        var content = scripts?.TakeContent(completionRequest);
        return content is null && scripts is { IsMissing: true } ? throw ApiError.MissingScript() : content;
    }

    /// <summary>
    /// Consumes the scripted response whose body replaces the response of the endpoint, and returns whether there is one.
    /// </summary>
    public bool TakeScriptedBody() => scripts?.TakeBody() is true;

    /// <summary>Whether it is a request of a batch job, whose body is always JSON.</summary>
    public bool IsBatch => isBatch;

    /// <summary>Whether the request opens a WebSocket.</summary>
    public bool IsWebSocket => httpRequest.HttpContext.WebSockets.IsWebSocketRequest;

    /// <summary>The content type of the body; null if there is none.</summary>
    public string? ContentType => httpRequest.ContentType;

    /// <summary>The start of all URLs of the emulator, for example <c>http://127.0.0.1:8080</c>.</summary>
    public string BaseUrl => $"{httpRequest.Scheme}://{httpRequest.Host}";

    /// <summary>The body of a request with <c>multipart/form-data</c>, which is read while it is received.</summary>
    public Stream MultipartBody => httpRequest.Body;

    /// <summary>Returns the part of the path that a parameter of the route pattern matched.</summary>
    /// <exception cref="ApiError">The value is not a UUID.</exception>
    public Guid GetRouteUuid(string name)
    {
        if (Guid.TryParse(GetRouteValue(name), out var id))
            return id;
        var errors = new FieldErrors();
        ValueSchema.Uuid.Validate(new JsonObject { ["value"] = GetRouteValue(name) }.ToElement().GetProperty("value"),
            Location.Path.Child(name), errors);
        throw ApiError.ValidationError(errors);
    }

    /// <summary>Reads the parameters in the query. All values are strings.</summary>
    /// <param name="schema">The schema of the parameters.</param>
    /// <param name="listNames">The names of the parameters that are lists: their value is repeated, as in <c>a=1&amp;a=2</c>.</param>
    /// <exception cref="ApiError">The parameters do not match the schema. The error lists all field errors.</exception>
    public JsonElement ReadQuery(ValueSchema schema, params string[] listNames) =>
        Validate(ToObject(httpRequest.Query, listNames).ToElement(), schema, Location.Query);

    /// <summary>Reads the parameters in the query of a request that names its model there.</summary>
    /// <inheritdoc cref="ReadQuery"/>
    public JsonElement ReadModelQuery(ValueSchema schema)
    {
        var query = ReadQuery(schema);
        Model = query.FindString("model");
        return query;
    }

    /// <summary>Reads a form that has the format of a query; returns null if the body has another type.</summary>
    /// <inheritdoc cref="ReadQuery"/>
    public JsonElement? ReadUrlEncodedForm(ValueSchema schema, params string[] listNames) =>
        httpRequest.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true
            ? ReadForm(ToObject(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)), listNames), schema)
            : null;

    /// <summary>Validates the fields of form data. All values are strings.</summary>
    /// <exception cref="ApiError">The fields do not match the schema. The error lists all field errors.</exception>
    public JsonElement ReadForm(JsonObject fields, ValueSchema schema)
    {
        var form = fields.ToElement();
        Model = form.FindString("model");
        return Validate(form, schema, Location.Body);
    }

    /// <summary>Validates an object that was read from a request.</summary>
    /// <exception cref="ApiError">The object does not match the schema. The error lists all field errors.</exception>
    public static JsonElement Validate(JsonElement value, ValueSchema schema, Location location)
    {
        var errors = new FieldErrors();
        schema.Validate(value, location, errors);
        return errors.HasErrors ? throw ApiError.ValidationError(errors) : value;
    }

    /// <summary>Reads the JSON body.</summary>
    /// <param name="schema">The schema of the body.</param>
    /// <param name="createError">Creates the error response; null for <see cref="ApiError.ValidationError"/>.</param>
    /// <exception cref="ApiError">The body is not JSON or does not match the schema. The error lists all field errors.</exception>
    public JsonElement ReadJson(ValueSchema schema, Func<FieldErrors, ApiError>? createError = null)
    {
        if (!Utf8.IsValid(body.Span))
            throw ApiError.UnreadableBody();
        var errors = new FieldErrors();
        if (body.IsEmpty)
            errors.Add("missing", Location.Body, "Field required", default);
        else if (ParseBody(errors) is { } json)
        {
            Model = json.FindString("model");
            schema.Validate(json, Location.Body, errors);
            if (!errors.HasErrors)
                return json;
        }
        throw (createError ?? ApiError.ValidationError)(errors);
    }

    private static JsonObject ToObject(IEnumerable<KeyValuePair<string, StringValues>> parameters, string[] listNames)
    {
        var result = new JsonObject();
        foreach (var (name, values) in parameters)
        {
            result[name] = listNames.Contains(name)
                ? new JsonArray([.. values.Select(value => (JsonNode?)value)])
                : JsonValue.Create(values[^1]);
        }
        return result;
    }

    private JsonElement? ParseBody(FieldErrors errors)
    {
        if (httpRequest.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true)
        {
            errors.AddNotAnObject(Location.Body, default);
            return null;
        }
        return JsonText.Parse(body, errors);
    }
}
