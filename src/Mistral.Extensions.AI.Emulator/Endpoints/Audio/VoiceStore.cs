using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The voices of one emulator. Thread-safe.</summary>
internal sealed class VoiceStore
{
    private readonly Lock _lock = new();
    private readonly List<Voice> _customVoices = [];

    /// <summary>Returns the custom voices, the newest first, and the preset voices.</summary>
    public IReadOnlyList<Voice> GetAll()
    {
        lock (_lock)
            return [.. _customVoices.AsEnumerable().Reverse(), .. PresetVoices.All];
    }

    /// <summary>Returns the voice with an ID or a slug.</summary>
    /// <exception cref="ApiError">
    /// The voice does not exist. https://github.com/pipecat-ai/docs/pull/891 quotes the server's error message.
    /// </exception>
    public Voice GetRequired(string key) =>
        GetAll().FirstOrDefault(voice => voice.HasKey(key)) ?? throw ApiError.NotFound($"Voice '{key}' not found");

    public void Add(Voice voice)
    {
        lock (_lock)
            _customVoices.Add(voice);
    }

    /// <summary>Deletes the custom voices.</summary>
    public void Clear()
    {
        lock (_lock)
            _customVoices.Clear();
    }

    /// <summary>
    /// Replaces a custom voice with the result of <paramref name="change"/>, and returns the result. If it is null, deletes the voice and
    /// returns the deleted voice.
    /// </summary>
    /// <exception cref="ApiError">The voice does not exist, or it is a preset voice.</exception>
    public Voice ChangeRequired(Guid id, Func<Voice, Voice?> change)
    {
        lock (_lock)
        {
            var index = _customVoices.FindIndex(voice => voice.Id == id);
            if (index < 0)
            {
                var preset = GetRequired(id.ToString());
                var message = $"Voice '{preset.Slug}' is a preset voice and cannot be changed";
                throw ApiError.BadRequest(message, "invalid_request_error", code: null, StatusCodes.Status403Forbidden);
            }
            var existing = _customVoices[index];
            if (change(existing) is { } changed)
                return _customVoices[index] = changed;
            _customVoices.RemoveAt(index);
            return existing;
        }
    }
}
