using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

/// <summary>The price of a model, in dollars per million tokens.</summary>
/// <param name="Input">The price of the input tokens that were not cached.</param>
/// <param name="CachedInput">The price of the input tokens that Mistral's prompt cache contained.</param>
/// <param name="Output">The price of the output tokens.</param>
internal sealed record Price(double Input, double CachedInput, double Output)
{
    /// <summary>Gets the cost of a token usage, in dollars.</summary>
    public double GetCost(UsageDetails usage)
    {
        var cached = usage.CachedInputTokenCount ?? 0;
        var input = (usage.InputTokenCount ?? 0) - cached;
        return ((input * Input) + (cached * CachedInput) + ((usage.OutputTokenCount ?? 0) * Output)) / 1_000_000;
    }
}

/// <summary>Records the token usage of responses and their cost.</summary>
internal sealed class UsageMetrics : IDisposable
{
    public const string MeterName = "TokensAndCost";

    // The name and the tags follow the semantic conventions of OpenTelemetry for generative AI. UseOpenTelemetry of the package
    // Microsoft.Extensions.AI records the same metric.
    public const string Tokens = "gen_ai.client.token.usage";
    public const string Cost = "mistral.client.cost";

    private readonly Meter _meter = new(MeterName);
    private readonly IReadOnlyDictionary<string, Price> _prices;
    private readonly Histogram<long> _tokens;
    private readonly Counter<double> _cost;

    public UsageMetrics(IReadOnlyDictionary<string, Price> prices)
    {
        _prices = prices;
        _tokens = _meter.CreateHistogram<long>(Tokens, "{token}", "The number of tokens of a request.");
        _cost = _meter.CreateCounter<double>(Cost, "USD", "The cost of the requests.");
    }

    /// <summary>Records the token usage of one request, and its cost if the model has a price.</summary>
    public void Record(string operation, string? model, UsageDetails? usage)
    {
        if (usage is null)
            return;

        KeyValuePair<string, object?>[] tags = [new("gen_ai.operation.name", operation), new("gen_ai.response.model", model)];
        if (usage.InputTokenCount is { } input)
            _tokens.Record(input, [.. tags, new("gen_ai.token.type", "input")]);
        if (usage.OutputTokenCount is { } output)
            _tokens.Record(output, [.. tags, new("gen_ai.token.type", "output")]);
        if (model is not null && _prices.TryGetValue(model, out var price))
            _cost.Add(price.GetCost(usage), tags);
    }

    public void Dispose() => _meter.Dispose();
}
