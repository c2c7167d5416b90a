using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>Creates the options of the command line.</summary>
internal static class OptionFactory
{
    /// <summary>Parses the value of an option.</summary>
    internal delegate bool TryParse<T>(string text, out T value);

    /// <summary>Creates an option without a value.</summary>
    public static Option<bool> CreateSwitch(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>Creates an option with a value.</summary>
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="valueName">The name of the value in the help.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="tryParse">Parses the value.</param>
    /// <param name="expected">The valid values, for the error message.</param>
    public static Option<T> Create<T>(string name, string valueName, string description, TryParse<T> tryParse, string expected) =>
        new(name)
        {
            HelpName = valueName,
            Description = description,
            CustomParser = result => tryParse(result.Tokens[0].Value, out var value)
                ? value
                : AddError<T>(result, name, result.Tokens[0].Value, expected),
        };

    /// <summary>Creates an option that can be repeated.</summary>
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="valueName">The name of the value in the help.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="tryParse">Parses one value.</param>
    /// <param name="expected">The valid values, for the error message.</param>
    /// <param name="findError">Returns the error of values that are valid one by one; null if there is none.</param>
    public static Option<T[]?> CreateList<T>(
        string name, string valueName, string description, TryParse<T> tryParse, string expected, Func<T[], string?> findError) =>
        new(name)
        {
            HelpName = valueName,
            Description = description,
            CustomParser = result =>
            {
                var values = new List<T>();
                foreach (var token in result.Tokens)
                {
                    if (!tryParse(token.Value, out var value))
                        return AddError<T[]>(result, name, token.Value, expected);
                    values.Add(value);
                }
                if (findError([.. values]) is { } error)
                    result.AddError($"{name} {error}");
                return [.. values];
            },
        };

    private static T? AddError<T>(ArgumentResult result, string name, string text, string expected)
    {
        result.AddError($"{name} must be {expected}, but was \"{text}\".");
        return default;
    }
}
