namespace Mistral.Extensions.AI.Http;

/// <summary>The source of events, which creates the exception for an event that reports an error.</summary>
internal interface IErrorEventSource
{
    /// <summary>Creates the exception for the data of an event that reports an error.</summary>
    MistralException CreateError(string data);
}
