namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// An error response that random requests get, to test retries. It has the body that the API or its gateway sends with the status code.
/// </summary>
/// <param name="StatusCode">The HTTP status code, between 400 and 599.</param>
/// <param name="Share">The share of the requests that get the response, between 0 and 1.</param>
public sealed record RandomFault(int StatusCode, double Share);
