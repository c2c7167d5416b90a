using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>
/// Marks the signatures of Mistral in <see cref="TextReasoningContent.ProtectedData"/>. Other providers use the same property for data of
/// their own, which the API would reject.
/// </summary>
internal static class ReasoningSignature
{
    // The marker is part of the value, because AdditionalProperties are lost when Microsoft.Extensions.AI joins the contents of a stream.
    private const string Marker = "mistral:";

    // Marks the data of another provider in a response that was converted. That provider needs the data unchanged in the next request.
    private const string OtherProviderMarker = "other-provider:";

    internal static string? ToProtectedData(string? signature) => signature is null ? null : Marker + signature;

    /// <summary>Converts data of any provider to a signature, from which <see cref="RestoreProtectedData"/> restores the data.</summary>
    internal static string? ToSignature(string? data) =>
        data is null ? null : FromProtectedData(data) ?? OtherProviderMarker + data;

    /// <summary>
    /// Restores the data of another provider in a message that a client sent back to a server. A client itself keeps the signature as it
    /// received it, to send it back.
    /// </summary>
    internal static string? RestoreProtectedData(string? data) =>
        FromProtectedData(data) is { } signature && signature.StartsWith(OtherProviderMarker, StringComparison.Ordinal)
            ? signature.Substring(OtherProviderMarker.Length)
            : data;

    /// <summary>Gets the signature, or null if the data is not from Mistral.</summary>
    internal static string? FromProtectedData(string? data) =>
        data?.StartsWith(Marker, StringComparison.Ordinal) is true ? data.Substring(Marker.Length) : null;
}
