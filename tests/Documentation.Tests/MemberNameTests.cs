using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Documentation.Tests;

/// <summary>Members that the pages name as <c>Type.Member</c> or <c>mistral.Group.Member</c> exist.</summary>
public sealed partial class MemberNameTests(SiteFixture site)
{
    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(Path.Combine(SiteFixture.Root, "docs"), "*.md").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Members_that_a_page_names_exist(string page)
    {
        var text = CodeBlock().Replace(File.ReadAllText(Path.Combine(SiteFixture.Root, "docs", page)), "");
        var names = MemberName().Matches(text).Select(match => match.Groups["name"].Value).Distinct();

        Assert.DoesNotContain(names, name => !Exists(name.Split('.')));
    }

    [Theory]
    [InlineData("MistralClientOptions.Timeout", true)]
    [InlineData("mistral.Audio.Transcriptions.CompleteAsync", true)]
    [InlineData("Files.UploadAsync", true)]
    [InlineData("MistralClientOptions.TimeOut", false)]
    [InlineData("mistral.Audio.Transcription", false)]
    public void Names_are_compared_with_the_public_API(string name, bool exists) => Assert.Equal(exists, Exists(name.Split('.')));

    // Names that begin with something else, for example with a type of .NET, are not checked.
    private bool Exists(string[] names)
    {
        var client = site.Reference.Types.Single(type => type.Name == "MistralClient");
        if (names[0] is "mistral")
            return FindMember(client, names[1..]);
        if (site.Reference.Types.Where(type => type.Name == names[0]).ToList() is { Count: > 0 } types)
            return types.Exists(type => FindMember(type, names[1..])) || FindMember(client, names);
        return client.GetMembers(names[0]).Length == 0 || FindMember(client, names);
    }

    private bool FindMember(ITypeSymbol type, string[] names)
    {
        if (names.Length == 0)
            return true;

        var name = names[0];
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).FirstOrDefault() is { } member)
                return member is not IPropertySymbol property || FindMember(property.Type, names[1..]);
        }

        // Extension methods, and members of types of other libraries, of which only the first is checked.
        return site.Reference.Types.Any(container => container.IsStatic && container.GetMembers(name).OfType<IMethodSymbol>().Any());
    }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"`(?<name>(?:mistral|[A-Z]\w+)(?:\.[A-Z]\w+)+)(?:\([^`]*\))?`")]
    private static partial Regex MemberName();
}
