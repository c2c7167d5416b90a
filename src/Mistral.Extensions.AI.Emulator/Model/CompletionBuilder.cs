using System.Text;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Joins the updates of a stream.</summary>
internal sealed class CompletionBuilder
{
    private readonly SortedDictionary<int, Choice> _choices = [];
    private ModelUsage? _usage;

    /// <summary>Adds the next update.</summary>
    public void Add(ChoiceUpdate update)
    {
        if (!_choices.TryGetValue(update.Index, out var choice))
            _choices[update.Index] = choice = new Choice();
        choice.Thinking.Append(update.Thinking);
        choice.Text.Append(update.Text);
        choice.HasThinking |= update.Thinking is not null;
        choice.Signature = update.Signature ?? choice.Signature;
        choice.ToolCalls.AddRange(update.ToolCalls);
        choice.FinishReason = update.FinishReason ?? choice.FinishReason;
        _usage = ModelUsage.Add(_usage, update.Usage);
    }

    /// <summary>Returns the choices.</summary>
    public Completion Build() => new([.. _choices.Values.Select(choice => choice.Build())], _usage);

    private sealed class Choice
    {
        public StringBuilder Thinking { get; } = new();

        public StringBuilder Text { get; } = new();

        public bool HasThinking { get; set; }

        public string? Signature { get; set; }

        public List<ToolCall> ToolCalls { get; } = [];

        public string FinishReason { get; set; } = "stop";

        public GeneratedChoice Build() => new(Text.ToString())
        {
            Thinking = HasThinking ? Thinking.ToString() : null,
            Signature = Signature,
            ToolCalls = ToolCalls,
            FinishReason = FinishReason,
        };
    }
}
