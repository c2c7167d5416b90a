using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>The <c>pages</c> of a request, counted from 0: a list of numbers, or a string such as "0-5,7". Default: all pages.</summary>
internal sealed partial class PageSelection
{
    private readonly (double First, double Last)[] _ranges;

    /// <summary>Initializes a new instance of the <see cref="PageSelection"/> class from a request.</summary>
    /// <exception cref="ApiError">The string has a part that is not a page number or a range.</exception>
    public PageSelection(JsonElement request)
    {
        var text = request.FindString("pages");
        _ranges = text is not null
            ? [.. text.Split(',').Select(part => ParseRange(part, request))]
            : [.. request.FindItems("pages").Select(page => page.ToNumber()!.Value).Select(page => (page, page))];
    }

    /// <summary>Returns the indexes of the selected pages, in ascending order.</summary>
    /// <exception cref="ApiError">A page is out of range.</exception>
    public IReadOnlyList<int> GetPages(int pageCount)
    {
        if (_ranges.Length == 0)
            return [.. Enumerable.Range(0, pageCount)];
        foreach (var (first, last) in _ranges.Where(range => range.First < 0 || range.Last >= pageCount))
        {
            var page = first < 0 ? first : last;
            throw ApiError.InvalidArguments(string.Create(CultureInfo.InvariantCulture,
                $"Page {page} is out of range: the document has {pageCount} page{(pageCount == 1 ? "" : "s")}, counted from 0."));
        }
        // The number of ranges that start at each page, minus that of the ranges that end before it.
        var changes = new int[pageCount + 1];
        foreach (var (first, last) in _ranges)
        {
            changes[(int)first]++;
            changes[(int)last + 1]--;
        }
        var openRanges = 0;
        return [.. Enumerable.Range(0, pageCount).Where(page => (openRanges += changes[page]) > 0)];
    }

    private static (double First, double Last) ParseRange(string part, JsonElement request)
    {
        var match = RangeRegex().Match(part);
        if (match.Success)
        {
            var first = double.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture);
            var last = match.Groups["last"] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : first;
            if (first <= last)
                return (first, last);
        }
        var errors = new FieldErrors();
        errors.Add("value_error", Location.Body.Child("pages"),
            $"Value error, '{part.Trim()}' is not a page number or a range of page numbers", request.GetProperty("pages"));
        throw ApiError.ValidationError(errors);
    }

    [GeneratedRegex(@"^\s*(?<first>[0-9]+)\s*(?:-\s*(?<last>[0-9]+)\s*)?\z")]
    private static partial Regex RangeRegex();
}
