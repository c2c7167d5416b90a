// Builds a web site of the README files, the pages of docs and the API reference, which is made from the XML documentation of the packages.
//
//   dotnet run --project build/Documentation -- <output folder> [<URL of the files of the repository>]
//
// Links to source files point to the URL, for example https://github.com/owner/name/blob/main/. Without it, they are texts. A broken link
// or cross reference is an error.

using Documentation;
using Documentation.Reference;

if (args is not [var output, .. var rest] || rest.Length > 1)
{
    Console.Error.WriteLine("Usage: dotnet run --project build/Documentation -- <output folder> [<URL of the files of the repository>]");
    return 2;
}

var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "Mistral.Extensions.AI.sln")))
    root = root.Parent ?? throw new InvalidOperationException("Run the program in a clone of the repository.");

var reference = ApiReference.Load(AppContext.BaseDirectory);
var site = new Site(root.FullName, reference, rest.FirstOrDefault());
var pages = site.Create();
foreach (var error in site.Errors)
    Console.Error.WriteLine(error);
if (site.Errors.Count > 0)
    return 1;

foreach (var (path, content) in pages)
{
    var file = Path.Combine(output, path);
    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllBytes(file, content);
}

var packages = string.Join(", ", reference.Packages);
Console.WriteLine($"{pages.Count} files, {reference.Types.Count} types of {packages}: {Path.GetFullPath(output)}");
return 0;
