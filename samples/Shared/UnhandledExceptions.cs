using System.Runtime.CompilerServices;

/// <summary>When a sample fails, prints the exception message instead of a stack trace and sets the exit code.</summary>
internal static class UnhandledExceptions
{
    private const int GeneralErrorExitCode = 1;
    private const int InvalidInputExitCode = 2;

    [ModuleInitializer]
    internal static void Register() => AppDomain.CurrentDomain.UnhandledException += static (_, arguments) =>
    {
        var exception = (Exception)arguments.ExceptionObject;
        Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
        var isInvalidInput = exception is ArgumentException or IOException or UnauthorizedAccessException;
        Environment.Exit(isInvalidInput ? InvalidInputExitCode : GeneralErrorExitCode);
    };
}
