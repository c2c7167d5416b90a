using System.Runtime.CompilerServices;

/// <summary>Ends a sample that fails with one line on standard error instead of a stack trace.</summary>
internal static class UnhandledExceptions
{
    private const int GeneralError = 1;
    private const int InvalidInput = 2;

    [ModuleInitializer]
    internal static void Register() => AppDomain.CurrentDomain.UnhandledException += static (_, arguments) =>
    {
        var exception = (Exception)arguments.ExceptionObject;
        Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
        Environment.Exit(exception is ArgumentException or IOException or UnauthorizedAccessException ? InvalidInput : GeneralError);
    };
}
