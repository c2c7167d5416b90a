namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>What the program prints for each request.</summary>
internal enum RequestLogging
{
    /// <summary>A line.</summary>
    Requests,

    /// <summary>A line, the body of the request and the body of the response.</summary>
    Bodies,

    /// <summary>Nothing.</summary>
    None,
}
