using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>Reads the options of a function choice behavior.</summary>
internal static class FunctionChoiceOptions
{
    internal static FunctionChoiceBehaviorOptions? GetOptions(this FunctionChoiceBehavior? behavior) => behavior switch
    {
        AutoFunctionChoiceBehavior auto => auto.Options,
        RequiredFunctionChoiceBehavior required => required.Options,
        NoneFunctionChoiceBehavior none => none.Options,
        _ => null,
    };
}
