using System.Text;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>Prints the requests.</summary>
/// <param name="output">Where they are printed.</param>
/// <param name="logging">What is printed.</param>
internal sealed class RequestPrinter(TextWriter output, RequestLogging logging)
{
    /// <summary>Prints a message, for example that the fixtures were read again.</summary>
    public void PrintMessage(string message)
    {
        if (logging != RequestLogging.None)
            output.WriteLine(message);
    }

    /// <summary>Prints the line of a request when its response starts, unless it is printed with the bodies.</summary>
    public void PrintStart(RecordedRequest request)
    {
        if (logging == RequestLogging.Requests)
            output.WriteLine(RequestLogLine.Format(request));
    }

    /// <summary>Prints the bodies when the response has ended, and requests whose client has closed the connection.</summary>
    public void PrintEnd(CompletedResponse response)
    {
        if (logging == RequestLogging.Bodies)
            output.Write(FormatWithBodies(response));
        else if (logging == RequestLogging.Requests && response.Request.IsAborted)
            output.WriteLine(RequestLogLine.Format(response.Request));
    }

    private static string FormatWithBodies(CompletedResponse response)
    {
        var request = response.Request;
        var text = new StringBuilder(RequestLogLine.Format(request)).Append('\n');
        BodyText.Append(text, "> ", request.Body, request.Body.Length, request.Headers.GetValueOrDefault("Content-Type"));
        foreach (var message in request.Messages)
            BodyText.Append(text, "> ", Encoding.UTF8.GetBytes(message), message.Length, "application/json");
        BodyText.Append(text, "< ", response.Body, response.BodyLength, response.ContentType);
        return text.ToString();
    }
}
