using System.Text.Json;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>Properties of all projects of src, also of those whose dependencies are not on every package feed.</summary>
public sealed class ProjectMetadataTests
{
    public static TheoryData<string> Names =>
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Project_has_the_properties_of_a_package(string name)
    {
        var output = await Command.RunAsync(
            Repository.Root,
            "dotnet",
            [
                "msbuild", $"src/{name}", "-p:TargetFramework=net10.0",
                "-getProperty:IsPackable,Version,Authors,Description,PackageTags,PackageLicenseExpression,PackageIcon,PackageReadmeFile,"
                    + "PublishRepositoryUrl,IncludeSymbols,SymbolPackageFormat,EnablePackageValidation,PackAsTool",
            ]);
        var properties = JsonDocument.Parse(output).RootElement.GetProperty("Properties");
        string Get(string property) => properties.GetProperty(property).GetString()!;

        Assert.Equal(
            ("true", "MIT", "icon.png", "README.md"),
            (Get("IsPackable"), Get("PackageLicenseExpression"), Get("PackageIcon"), Get("PackageReadmeFile")));
        Assert.Equal(("true", "true", "snupkg"), (Get("PublishRepositoryUrl"), Get("IncludeSymbols"), Get("SymbolPackageFormat")));
        Assert.Matches(@"^\d+\.\d+\.\d+(-\w+)?$", Get("Version"));
        Assert.All(["Authors", "Description", "PackageTags"], property => Assert.NotEmpty(Get(property)));
        Assert.Contains("true", new[] { Get("EnablePackageValidation"), Get("PackAsTool") });
    }
}
