using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>What others build on is changed on purpose only.</summary>
public sealed class PublicApiTests
{
    private static readonly string ApprovedFile =
        Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests", "Architecture", "PublicApi.approved.txt");

    [Fact]
    public void Public_API_equals_the_approved_API()
    {
        var received = PublicApiText.Generate(typeof(MistralClient).Assembly);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(ApprovedFile, received);

        var approved = File.Exists(ApprovedFile) ? File.ReadAllText(ApprovedFile).ReplaceLineEndings("\n") : "";
        if (received != approved)
            Assert.Fail($"""
                The public API has changed.
                Gone:
                {Difference(approved, received)}
                New:
                {Difference(received, approved)}
                If that is meant, run this test with the environment variable APPROVE=1, and commit PublicApi.approved.txt.
                """);
    }

    [Fact]
    public void Public_type_names_do_not_exist_in_MEAI_abstractions()
    {
        var theirs = typeof(IChatClient).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();
        var ours = typeof(MistralClient).Assembly.GetExportedTypes().Select(type => type.Name).ToList();

        Assert.Contains(nameof(ChatMessage), theirs);
        Assert.DoesNotContain(ours, theirs.Contains);
    }

    [Fact]
    public void Public_classes_are_sealed_or_abstract() =>
        Assert.DoesNotContain(typeof(MistralClient).Assembly.GetExportedTypes(), type => type is { IsClass: true, IsAbstract: false, IsSealed: false });

    private static string Difference(string some, string others) => string.Join('\n', Lines(some).Except(Lines(others)));

    // Many types have a member of one name: each is told with its type.
    private static IEnumerable<string> Lines(string text)
    {
        var type = "";
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(' '))
                type = line;
            yield return line == type ? line : $"{type} -> {line.Trim()}";
        }
    }
}
