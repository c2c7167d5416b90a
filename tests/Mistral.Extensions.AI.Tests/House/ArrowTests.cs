using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.House;

/// <summary>
/// Each folder of the library is a room, and knows only the rooms below it. Folder = namespace, so the using lines are the arrows.
/// </summary>
public sealed partial class ArrowTests
{
    private const string Ours = "Mistral.Extensions.AI";

    /// <summary>Each room, and the rooms it may know. A new room is a new line here.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Http"] = [],
        ["Json"] = [],
        ["Models"] = ["Http"],
        ["Chat"] = ["Http", "Json"],
        ["Embeddings"] = ["Chat", "Http", "Json"],
        ["Fim"] = ["Chat", "Http", "Json"],
        ["Ocr"] = ["Chat", "Http", "Json"],
        ["Adapters"] = ["Chat", "Embeddings", "Ocr"],
    };

    /// <summary>What stands outside the rooms and may be known in all of them.</summary>
    private static readonly string[] Errors = ["MistralException", "MistralRateLimit"];

    [Fact]
    public void Every_room_has_its_arrows() =>
        Assert.Equal(
            Arrows.Keys.Order(StringComparer.Ordinal),
            Repository.SourcesIn(Repository.Library).Select(RoomOf).Where(room => room.Length > 0).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Arrows_run_one_way()
    {
        var wrong =
            from file in RoomFiles()
            from known in RoomName().Matches(Repository.CodeOf(file)).Select(match => match.Groups["room"].Value).Distinct()
            where known != RoomOf(file) && !Arrows[RoomOf(file)].Contains(known)
            select $"{RelativePathOf(file)} knows {known}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Of_what_stands_outside_the_rooms_they_know_only_the_errors()
    {
        var doors = Directory.GetFiles(Repository.Library, "*.cs").Select(Path.GetFileNameWithoutExtension).Except(Errors).ToList();

        var wrong =
            from file in RoomFiles()
            let words = Word().Matches(Repository.CodeOf(file)).Select(match => match.Value).ToHashSet()
            from door in doors
            where words.Contains(door!)
            select $"{RelativePathOf(file)} knows {door}";

        Assert.Contains("MistralClient", doors);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_the_adapters_and_the_doors_say_Microsoft_Extensions_AI()
    {
        var speakers = RoomFiles().Where(file => Repository.CodeOf(file).Contains("Microsoft.Extensions.AI", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(speakers);
        Assert.All(speakers, file => Assert.Equal("Adapters", RoomOf(file)));
    }

    [Fact]
    public void The_library_and_the_emulator_do_not_know_each_other()
    {
        var library = Repository.SourcesIn(Repository.Library).Where(file => Repository.CodeOf(file).Contains("Emulator", StringComparison.Ordinal));
        var emulator = Repository.SourcesIn(Repository.Emulator).Where(file => LibraryName().IsMatch(Repository.CodeOf(file)));

        Assert.Empty(library.Select(RelativePathOf));
        Assert.Empty(emulator.Select(RelativePathOf));
        Assert.All(new[] { Repository.Library, Repository.Emulator }, folder =>
            Assert.DoesNotContain("ProjectReference", File.ReadAllText(Directory.GetFiles(folder, "*.csproj").Single()), StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_says_a_name_in_full_to_have_no_using_line()
    {
        var wrong =
            from file in Repository.SourcesIn(Repository.Library)
            where FullName().IsMatch(Repository.CodeOf(file))
            select RelativePathOf(file);

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> RoomFiles() => Repository.SourcesIn(Repository.Library).Where(file => RoomOf(file).Length > 0);

    private static string RoomOf(string file) =>
        Path.GetRelativePath(Repository.Library, file).Split('/', '\\') is [var room, _, ..] ? room : "";

    private static string RelativePathOf(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex($@"\b{Ours}\.(?<room>\w+)")]
    private static partial Regex RoomName();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // A using line or a qualified name, of anything of ours that is not the emulator.
    [GeneratedRegex($@"\b{Ours}\b(?!\.Emulator)")]
    private static partial Regex LibraryName();

    [GeneratedRegex($@"^(?!\s*(using|namespace)\b).*\b{Ours}\.", RegexOptions.Multiline)]
    private static partial Regex FullName();
}
