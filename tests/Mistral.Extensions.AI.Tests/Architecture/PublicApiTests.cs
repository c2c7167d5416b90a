using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Hosting;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The public API of a package equals the approved text file, so that every change to it is deliberate and reviewed.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData(typeof(MistralClient), "PublicApi.approved.txt")]
    [InlineData(typeof(MistralClientBuilder), "HostingPublicApi.approved.txt")]
    [InlineData(typeof(MistralEmulator), "EmulatorPublicApi.approved.txt")]
    public void Public_API_equals_the_approved_API(Type type, string fileName)
    {
        var file = Path.Combine(Repository.Root, "tests", "Mistral.Extensions.AI.Tests", "Architecture", fileName);
        var received = PublicApiText.Generate(type.Assembly);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(file, received);

        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (received != approved)
            Assert.Fail($"""
                The public API has changed.
                Removed:
                {GetLinesOnlyIn(approved, received)}
                Added:
                {GetLinesOnlyIn(received, approved)}
                If this change is intended, run this test with the environment variable APPROVE=1 and commit {fileName}.
                """);
    }

    [Fact]
    public void Public_type_names_do_not_exist_in_MEAI_abstractions()
    {
        var abstractions = typeof(IChatClient).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();
        var library = typeof(MistralClient).Assembly.GetExportedTypes().Select(type => type.Name).ToList();

        Assert.Contains(nameof(ChatMessage), abstractions);
        Assert.DoesNotContain(library, abstractions.Contains);
    }

    [Fact]
    public void Public_classes_are_sealed_or_abstract() => Assert.DoesNotContain(
        typeof(MistralClient).Assembly.GetExportedTypes(), type => type is { IsClass: true, IsAbstract: false, IsSealed: false });

    private static string GetLinesOnlyIn(string left, string right) => string.Join('\n', GetMembers(left).Except(GetMembers(right)));

    /// <summary>Gets the lines of an API text. The line of a member starts with its type: several types can have the same member.</summary>
    private static IEnumerable<string> GetMembers(string text)
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
