namespace Mistral.Extensions.AI.Http;

/// <summary>A page of a list, with the token of the next page.</summary>
internal interface ITokenPage<out T>
{
    /// <summary>The items on the page.</summary>
    IReadOnlyList<T> Items { get; }

    /// <summary>The token of the next page; null on the last page.</summary>
    string? NextToken { get; }
}
