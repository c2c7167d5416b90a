namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The models of one emulator. Thread-safe.</summary>
internal sealed class ModelCatalog
{
    private readonly Lock _lock = new();
    private readonly List<ModelCard> _models = [.. KnownModels.All];

    /// <summary>Returns the model with an ID, an alias or an older name, or null if there is none.</summary>
    public ModelCard? Find(string name)
    {
        lock (_lock)
            return _models.Find(model => model.HasName(name));
    }

    /// <summary>Returns each model once for its ID and once for each alias.</summary>
    public IReadOnlyList<(string Name, ModelCard Card)> GetAll()
    {
        lock (_lock)
            return [.. _models.SelectMany(model => model.Aliases.Prepend(model.Id).Select(name => (name, model)))];
    }

    public void Add(ModelCard model)
    {
        lock (_lock)
            _models.Add(model);
    }

    /// <summary>Replaces the model with an ID by a changed one, and returns that; null if the model does not exist.</summary>
    public ModelCard? Change(string id, Func<ModelCard, ModelCard> change)
    {
        lock (_lock)
        {
            var index = _models.FindIndex(model => model.Id == id);
            return index < 0 ? null : _models[index] = change(_models[index]);
        }
    }

    /// <summary>Deletes the fine-tuned models that were added, and undoes all changes.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _models.Clear();
            _models.AddRange(KnownModels.All);
        }
    }

    public void Delete(ModelCard model)
    {
        lock (_lock)
            _models.RemoveAll(existing => existing.Id == model.Id);
    }
}
