using System.Net;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Checks the options of record and replay.</summary>
internal static class RecordingOptions
{
    /// <summary>Throws if the options are not valid. The message does not contain the key.</summary>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static void Validate(MistralEmulatorOptions options)
    {
        if (!Enum.IsDefined(options.RecordingMode))
            throw new ArgumentOutOfRangeException(
                nameof(options), $"RecordingMode must be Replay, Record or Auto, but was {options.RecordingMode}.");
        if (options.RecordingMode != RecordingMode.Replay && options.RecordingsPath is null)
            throw new ArgumentException("RecordingsPath is required to record responses.", nameof(options));
        if (options.RecordingsPath is not null && string.IsNullOrWhiteSpace(options.RecordingsPath))
            throw new ArgumentException("RecordingsPath must not be empty.", nameof(options));
        if (options.UpstreamEndpoint is not { IsAbsoluteUri: true, Scheme: "https" or "http", Query: "", UserInfo: "" })
        {
            throw new ArgumentException(
                "UpstreamEndpoint must be an absolute HTTP or HTTPS URL without a query and a user name.", nameof(options));
        }
        if (options.UpstreamApiKey is { } key && (key.Length == 0 || key.Any(character => character is <= ' ' or > '~')))
            throw new ArgumentException("UpstreamApiKey must be one or more visible ASCII characters without spaces.", nameof(options));
        if (options is { UpstreamApiKey: not null, ApiKey: null, Address: { } address } && !IPAddress.IsLoopback(address))
        {
            throw new ArgumentException(
                $"Everyone who can reach {address} could use the key of the API. Set ApiKey (--api-key), or listen on localhost.",
                nameof(options));
        }
    }
}
