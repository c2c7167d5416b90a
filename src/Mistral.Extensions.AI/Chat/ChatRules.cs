namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// What the chat client makes of a conversation before it goes out, because the server would refuse it otherwise. All of it happens
/// on a copy: the caller's messages stay as they are, and nothing of them is left out.
/// </summary>
public sealed class ChatRules
{
    /// <summary>
    /// Whether anything is done at all. Without it, the messages go out in the order and with the ids they have; what Mistral is sure to
    /// refuse is an error all the same.
    /// </summary>
    /// <value>True</value>
    public bool Normalize { get; set; } = true;

    /// <summary>
    /// Whether an assistant message "OK" is put between a tool message and a user message. Older and self-hosted servers refuse the one
    /// right after the other (code 3230).
    /// </summary>
    /// <value>True</value>
    public bool BridgeToolToUser { get; set; } = true;

    /// <summary>
    /// Whether a call without a result gets one that says it was not executed. Without it, such a conversation is an error, because the
    /// server counts.
    /// </summary>
    /// <value>False</value>
    public bool FillMissingToolResults { get; set; }

    /// <summary>
    /// Whether neighbouring user or system messages become one. Mistral does that itself; the templates of self-hosted models often
    /// demand that roles alternate.
    /// </summary>
    /// <value>False</value>
    public bool MergeConsecutiveMessages { get; set; }

    /// <summary>Whether an answer is asked to begin with the last message, if that is the assistant's (<c>prefix</c>).</summary>
    /// <value>True. Otherwise such a conversation is an error.</value>
    public bool PrefixTrailingAssistant { get; set; } = true;

    /// <summary>Whether the prefix, which the server repeats, is taken off the answer.</summary>
    /// <value>True</value>
    public bool StripPrefixEcho { get; set; } = true;

    /// <summary>Whether the thinking of earlier turns is sent back, as Mistral advises.</summary>
    /// <value>True</value>
    public bool ReplayReasoning { get; set; } = true;

    /// <summary>
    /// Whether a JSON answer without a schema is also asked for in words where no message says JSON. The server demands it: without the
    /// word a model may send white space without end.
    /// </summary>
    /// <value>True</value>
    public bool AddJsonInstruction { get; set; } = true;

    /// <summary>How many images a request may hold; null for any number.</summary>
    /// <value>8, the API's limit.</value>
    public int? MaxImages { get; set; } = 8;

    /// <summary>The word for "some tool must be called": <c>any</c>, or <c>required</c> for a server made after OpenAI's.</summary>
    /// <value><c>any</c></value>
    public string RequiredToolChoice { get; set; } = "any";

    /// <summary>Rules for vLLM, llama.cpp and other servers made after OpenAI's that run a model of Mistral's.</summary>
    /// <returns>New rules, to be changed further.</returns>
    public static ChatRules OpenAICompatible() => new() { MergeConsecutiveMessages = true, RequiredToolChoice = "required", MaxImages = null };

    internal ChatRules Copy() => (ChatRules)MemberwiseClone();
}
