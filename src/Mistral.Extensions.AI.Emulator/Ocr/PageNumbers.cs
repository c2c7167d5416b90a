using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Fields;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>The pages a request asks for, from 0: a list of numbers, or "0-5,7"; all of them if it asks for none.</summary>
internal sealed partial class PageNumbers
{
    private readonly (double First, double Last)[] _ranges;

    public PageNumbers(JsonElement request)
    {
        var text = request.FindText("pages");
        _ranges = text is not null
            ? [.. text.Split(',').Select(part => ReadRange(part, request))]
            : [.. request.FindItems("pages").Select(page => (page.GetDouble(), page.GetDouble()))];
    }

    public IReadOnlyList<int> Of(int count)
    {
        if (_ranges.Length == 0)
            return [.. Enumerable.Range(0, count)];
        foreach (var (first, last) in _ranges.Where(range => range.First < 0 || range.Last >= count))
        {
            var page = first < 0 ? first : last;
            throw Refusal.InvalidArguments(string.Create(CultureInfo.InvariantCulture,
                $"Page {page} is out of range: the document has {count} page{(count == 1 ? "" : "s")}, counted from 0."));
        }
        return [.. Enumerable.Range(0, count).Where(page => _ranges.Any(range => range.First <= page && page <= range.Last))];
    }

    private static (double First, double Last) ReadRange(string part, JsonElement request)
    {
        var match = RangeForm.Match(part);
        if (match.Success)
        {
            var first = double.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture);
            var last = match.Groups["last"] is { Success: true } end ? double.Parse(end.Value, CultureInfo.InvariantCulture) : first;
            if (first <= last)
                return (first, last);
        }
        var errors = new FieldErrors();
        errors.Add("value_error", Location.Body.At("pages"),
            $"Value error, '{part.Trim()}' is neither a page number nor a range of them", request.GetProperty("pages"));
        throw Refusal.PlainFields(errors);
    }

    [GeneratedRegex(@"^\s*(?<first>[0-9]+)\s*(?:-\s*(?<last>[0-9]+)\s*)?\z")]
    private static partial Regex RangeForm { get; }
}
