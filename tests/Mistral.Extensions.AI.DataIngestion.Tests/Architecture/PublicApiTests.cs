using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Architecture;

/// <summary>The public API of the package equals the approved text file, so that every change to it is deliberate and reviewed.</summary>
public sealed class PublicApiTests
{
    private static readonly string ApprovedFile =
        Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.DataIngestion.Tests", "Architecture", "PublicApi.approved.txt");

    [Fact]
    public void Public_API_equals_the_approved_API()
    {
        var actual = PublicApiText.Generate(typeof(MistralOcrDocumentReader).Assembly);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(ApprovedFile, actual);

        // After an intended change, run this test with the environment variable APPROVE=1 and commit the file.
        Assert.Equal(File.Exists(ApprovedFile) ? File.ReadAllText(ApprovedFile).ReplaceLineEndings("\n") : "", actual);
    }
}
