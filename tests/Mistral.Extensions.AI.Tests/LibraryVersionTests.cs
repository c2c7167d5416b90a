using System.Reflection;
using System.Runtime.Versioning;
using System.Xml.Linq;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Tests;

/// <summary>The properties LibraryFramework and UseLowestVersions of the test project have an effect.</summary>
public sealed class LibraryVersionTests
{
    [Fact]
    public void Library_is_that_for_the_target_framework_of_the_build()
    {
        var expected = GetProperty("LibraryFramework") switch
        {
            "netstandard2.0" => ".NETStandard,Version=v2.0",
            "net8.0" => ".NETCoreApp,Version=v8.0",
            _ => ".NETCoreApp,Version=v10.0",
        };

        Assert.Equal(expected, typeof(MistralClient).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
    }

    [Fact]
    public void Abstractions_have_the_version_of_the_build()
    {
        var package = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(element => element.Attribute("Include")?.Value == "Microsoft.Extensions.AI.Abstractions");
        var expected = package.Attribute(GetProperty("UseLowestVersions") == "true" ? "Lowest" : "Version")!.Value;
        var actual = typeof(IChatClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.Equal(expected, actual.Split('+')[0]);
    }

    private static string? GetProperty(string name) => typeof(LibraryVersionTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value;
}
