using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>The pages a request asks for, from 0: a list of numbers, or "0-5,7"; all of them if it asks for none.</summary>
internal sealed partial class PageSelection
{
    private readonly (double First, double Last)[] _ranges;

    public PageSelection(JsonElement request)
    {
        var text = request.FindString("pages");
        _ranges = text is not null
            ? [.. text.Split(',').Select(part => ParseRange(part, request))]
            : [.. request.FindItems("pages").Select(page => (page.GetDouble(), page.GetDouble()))];
    }

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
        return [.. Enumerable.Range(0, pageCount).Where(page => _ranges.Any(range => range.First <= page && page <= range.Last))];
    }

    private static (double First, double Last) ParseRange(string part, JsonElement request)
    {
        var match = RangeRegex.Match(part);
        if (match.Success)
        {
            var first = double.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture);
            var last = match.Groups["last"] is { Success: true } end ? double.Parse(end.Value, CultureInfo.InvariantCulture) : first;
            if (first <= last)
                return (first, last);
        }
        var errors = new FieldErrors();
        errors.Add("value_error", Location.Body.Child("pages"),
            $"Value error, '{part.Trim()}' is neither a page number nor a range of them", request.GetProperty("pages"));
        throw ApiError.FastApiValidationError(errors);
    }

    [GeneratedRegex(@"^\s*(?<first>[0-9]+)\s*(?:-\s*(?<last>[0-9]+)\s*)?\z")]
    private static partial Regex RangeRegex { get; }
}
