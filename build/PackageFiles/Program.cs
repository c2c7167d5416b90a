// Writes files of the packages, which differ from those of the repository.
//
//   dotnet PackageFiles.dll documentation <assembly> <documentation file> <output file> <file with the paths of the references>
//   dotnet PackageFiles.dll readme <README.md> <output file> <folder of the repository> [<URL of the repository on GitHub> <commit>]

using System.Text;

var (output, content) = args switch
{
    ["documentation", var assembly, var documentation, var file, var references] =>
        (file, PublicDocumentation.Create(assembly, documentation, File.ReadLines(references))),
    ["readme", var readme, var file, var root] => (file, PackageReadme.Create(readme, root, null)),
    ["readme", var readme, var file, var root, var url, var commit] =>
        (file, PackageReadme.Create(readme, root, new(url, commit))),
    _ => throw new ArgumentException("The arguments are not those of a command. build/PackageFiles/Program.cs lists the commands."),
};
File.WriteAllText(output, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
