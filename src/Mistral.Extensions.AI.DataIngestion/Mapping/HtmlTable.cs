using System.Globalization;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>
/// Reads the cells of an HTML table, as the API returns it. A cell with <c>colspan</c> or <c>rowspan</c> is repeated. Tags in cells are
/// removed; a line break becomes a space.
/// </summary>
internal sealed class HtmlTable
{
    /// <summary>The maximum number of cells. A short table can have any number of cells because of its spans.</summary>
    internal const int MaxCells = 1_000_000;

    // The limit of the HTML standard.
    private const int MaxSpan = 1000;

    private readonly List<List<string>> _rows = [];

    // The cells of previous rows that continue in the current row, by column: their text and the number of rows, including the current one.
    private readonly Dictionary<int, (string Text, int Rows)> _rowSpans = [];
    private readonly StringBuilder _text = new();
    private List<string>? _row;
    private string? _openCell;
    private int _cellCount;

    private HtmlTable()
    {
    }

    internal static bool IsTable(string text) => text.TrimStart().StartsWith("<table", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the rows; null if there are too many cells, or if a cell contains another table.</summary>
    internal static List<List<string>>? Read(string html)
    {
        var table = new HtmlTable();
        var tableCount = 0;
        var position = 0;
        while (table._cellCount <= MaxCells && html.IndexOf('<', position) is >= 0 and var start)
        {
            var end = html.IndexOf('>', start);
            if (end < 0)
                break;

            table._text.Append(html, position, start - position);
            var tag = html.Substring(start + 1, end - start - 1);
            var name = tag.Split(' ', '\t', '\r', '\n', '/')[tag.StartsWith("/", StringComparison.Ordinal) ? 1 : 0].ToLowerInvariant();
            tableCount += name is "table" && tag[0] != '/' ? 1 : 0;
            table.ReadTag(name, tag);
            position = end + 1;
        }

        return tableCount == 1 && table._cellCount <= MaxCells ? table._rows : null;
    }

    private void ReadTag(string name, string tag)
    {
        if (name is "br")
            _text.Append(' ');
        if (name is "td" or "th" or "tr" or "table")
            EndCell();
        if (name is "tr" or "table")
            EndRow();
        if (name is "td" or "th" && tag[0] != '/')
            _openCell = tag;
    }

    private void EndCell()
    {
        var text = WebUtility.HtmlDecode(_text.ToString()).Trim();
        _text.Clear();
        if (_openCell is not { } tag)
            return;

        _openCell = null;
        if (_row is null)
            _rows.Add(_row = []);
        var rowSpan = GetSpan(tag, "rowspan");
        for (var columnSpan = GetSpan(tag, "colspan"); columnSpan > 0; columnSpan--)
        {
            ContinueCells();
            if (rowSpan > 1)
                _rowSpans[_row.Count] = (text, rowSpan);
            AddCell(text);
        }
    }

    private void EndRow()
    {
        if (_row is null)
            return;

        ContinueCells();
        _row = null;
        foreach (var column in _rowSpans.Keys.ToList())
        {
            var (text, rows) = _rowSpans[column];
            if (rows > 1)
                _rowSpans[column] = (text, rows - 1);
            else
                _rowSpans.Remove(column);
        }
    }

    /// <summary>Adds the cells of previous rows that follow the last cell of the current row.</summary>
    private void ContinueCells()
    {
        while (_rowSpans.TryGetValue(_row!.Count, out var cell))
            AddCell(cell.Text);
    }

    private void AddCell(string text)
    {
        _row!.Add(text);
        _cellCount++;
    }

    private static int GetSpan(string tag, string attribute)
    {
        var start = tag.IndexOf(attribute, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return 1;

        var digits = tag.Skip(start + attribute.Length).SkipWhile(static c => c is '=' or '"' or '\'' or ' ').TakeWhile(char.IsDigit);
        return int.TryParse(string.Concat(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var span)
            ? Math.Min(Math.Max(span, 1), MaxSpan)
            : 1;
    }
}
