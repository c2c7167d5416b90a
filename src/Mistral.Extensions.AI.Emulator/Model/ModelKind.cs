namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Where the content of a response comes from.</summary>
internal enum ModelKind
{
    /// <summary>The emulator generates it from the request.</summary>
    Generated,

    /// <summary>A scripted response has it.</summary>
    Scripted,

    /// <summary>A chat client responds to the request.</summary>
    ChatClient,
}
