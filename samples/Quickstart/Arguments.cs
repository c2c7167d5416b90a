/// <summary>The command-line arguments: a question and an image file, both optional.</summary>
internal sealed record Arguments(string? Question, string? ImageFile)
{
    public const string Usage = "Usage: dotnet run --project samples/Quickstart -- [\"question\"] [image file]";

    private static readonly string[] ImageExtensions = [".png", ".jpg", ".jpeg", ".webp", ".gif"];

    /// <summary>Parses the command line: a question, an image file, or a question and then an image file.</summary>
    /// <exception cref="ArgumentException">There are too many arguments, or the image file cannot be used.</exception>
    public static Arguments Parse(string[] args) => args switch
    {
        [] => new(null, null),
        [var single] when IsFile(single) => new(null, CheckImage(single)),
        [var question] => new(question, null),
        [var question, var image] => new(question, CheckImage(image)),
        _ => throw new ArgumentException($"There are {args.Length} arguments, but at most 2 are allowed. {Usage}"),
    };

    private static bool IsFile(string argument) => Path.Exists(argument) || HasImageExtension(argument);

    private static bool HasImageExtension(string file) =>
        ImageExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static string CheckImage(string file)
    {
        if (Directory.Exists(file))
            throw new ArgumentException($"{file} is a folder. Pass an image file ({string.Join(", ", ImageExtensions)}).");
        if (!File.Exists(file))
            throw new ArgumentException($"The image file {file} was not found.");
        if (!HasImageExtension(file))
            throw new ArgumentException($"{file} is not an image file. Supported extensions: {string.Join(", ", ImageExtensions)}.");
        return file;
    }
}
