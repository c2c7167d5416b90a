using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.House;

/// <summary>What others build on is changed on purpose only.</summary>
public sealed class PublicApiTests
{
    private static readonly string Approved =
        Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests", "House", "PublicApi.approved.txt");

    [Fact]
    public void The_public_API_is_the_approved_one()
    {
        var received = PublicApiText.Of(typeof(MistralClient).Assembly);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Approved, received);

        var approved = File.Exists(Approved) ? File.ReadAllText(Approved).ReplaceLineEndings("\n") : "";
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
    public void No_public_name_is_also_one_of_the_abstractions()
    {
        var theirs = typeof(IChatClient).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();
        var ours = typeof(MistralClient).Assembly.GetExportedTypes().Select(type => type.Name).ToList();

        Assert.Contains(nameof(ChatMessage), theirs);
        Assert.DoesNotContain(ours, theirs.Contains);
    }

    [Fact]
    public void What_is_not_abstract_is_sealed() =>
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
