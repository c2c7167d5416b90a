namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The kinds of errors of a model.</summary>
internal enum ModelError
{
    /// <summary>The model does not support the request.</summary>
    NotSupported,

    /// <summary>The model failed.</summary>
    Failed,

    /// <summary>The model cannot be reached, or did not respond in time.</summary>
    Unavailable,
}
