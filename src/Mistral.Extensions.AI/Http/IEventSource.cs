namespace Mistral.Extensions.AI.Http;

/// <summary>The source of the events of a stream.</summary>
internal interface IEventSource
{
    /// <summary>Passes an event to the callback <c>OnStreamEvent</c>, if there is one.</summary>
    void Report(string type, ReadOnlySpan<byte> data);

    /// <summary>Creates the exception for the data of an event that reports an error.</summary>
    MistralException CreateError(string data);
}
