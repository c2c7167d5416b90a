namespace Mistral.Extensions.AI.Http;

/// <summary>A page of a list.</summary>
internal interface IPage<out T>
{
    /// <summary>The items on the page.</summary>
    IReadOnlyList<T> Data { get; }

    /// <summary>The number of items on all pages; null if the server did not return it.</summary>
    long? Total { get; }
}
