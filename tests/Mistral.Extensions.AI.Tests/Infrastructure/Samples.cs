namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Recorded responses of the API (see <c>Chat/Samples/README.md</c>).</summary>
internal static class Samples
{
    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Samples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    internal static string[] ReadChunks(string name) => Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
