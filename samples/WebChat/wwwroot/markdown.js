// Shows the Markdown of a response. All text becomes text nodes, so HTML in a response is shown as it is and never runs.

import { copyButton, element } from './dom.js';

const blockSources = new WeakMap();

/** The text that marks a citation. It has a private-use character, which models do not write. */
export const citationMark = number => `\uE000${number}\uE000`;

/**
 * Shows a text in a container. Blocks that did not change keep their elements: while a response is streamed, only its last block is
 * replaced, and a selection in the others stays.
 */
export function renderMarkdown(container, text, citations = []) {
  const blocks = splitBlocks(text.split('\n'));
  blocks.forEach((block, index) => {
    const current = container.children[index];
    const source = block.lines.join('\n');
    if (current && blockSources.get(current) === source)
      return;

    const node = renderBlock(block, citations);
    blockSources.set(node, source);
    if (current)
      current.replaceWith(node);
    else
      container.append(node);
  });
  while (container.children.length > blocks.length)
    container.lastElementChild.remove();
}

const patterns = {
  fence: /^\s*(`{3,}|~{3,})\s*([^`\s]*)/,
  heading: /^(#{1,6})\s+(.*?)#*\s*$/,
  rule: /^\s*([-*_])(\s*\1){2,}\s*$/,
  quote: /^\s*> ?/,
  item: /^(\s*)([-*+]|\d{1,9}[.)])\s+/,
  table: /^\s*\|.*\|\s*$/,
};

function kindOf(line) {
  return Object.keys(patterns).find(kind => patterns[kind].test(line)) ?? 'text';
}

function splitBlocks(lines) {
  const blocks = [];
  for (let start = 0; start < lines.length;) {
    if (lines[start].trim() === '') {
      start++;
      continue;
    }
    const kind = kindOf(lines[start]);
    const end = findEnd(lines, start, kind);
    blocks.push({ kind, lines: lines.slice(start, end) });
    start = end;
  }
  return blocks;
}

function findEnd(lines, start, kind) {
  const item = patterns.item.exec(lines[start]);
  // A list with bullets and one with numbers are two lists, unless the second is indented.
  const isItem = line => {
    const match = patterns.item.exec(line);
    return match && (match[1].length > item[1].length + 1 || /\d/.test(match[2]) === /\d/.test(item[2]));
  };
  const belongs = {
    heading: () => false,
    rule: () => false,
    quote: line => patterns.quote.test(line),
    table: line => patterns.table.test(line),
    text: line => line.trim() !== '' && kindOf(line) === 'text',
    // An indented line continues an item. A blank line ends the list unless the list goes on after it.
    item: (line, next) => line.trim() === '' ? /^\s{2,}\S/.test(next) || isItem(next) : isItem(line) || /^\s{2,}/.test(line),
  };
  if (kind === 'fence') {
    const fence = patterns.fence.exec(lines[start])[1];
    const close = lines.findIndex((line, index) => index > start && line.trim().startsWith(fence));
    return close < 0 ? lines.length : close + 1;
  }
  let end = start + 1;
  while (end < lines.length && belongs[kind](lines[end], lines[end + 1] ?? ''))
    end++;
  return end;
}

function renderBlock({ kind, lines }, citations) {
  const inline = text => renderInline(text, citations);
  switch (kind) {
    case 'fence':
      return renderCode(lines);
    case 'heading': {
      const [, marks, title] = patterns.heading.exec(lines[0]);
      // The headings of the page are h1 and h2.
      return element(`h${Math.min(marks.length + 2, 6)}`, {}, ...inline(title));
    }
    case 'rule':
      return element('hr');
    case 'quote': {
      const quote = element('blockquote');
      renderMarkdown(quote, lines.map(line => line.replace(patterns.quote, '')).join('\n'), citations);
      return quote;
    }
    case 'item':
      return renderList(lines, citations);
    case 'table':
      return renderTable(lines, inline);
    default:
      return element('p', {}, ...inline(lines.join('\n')));
  }
}

function renderCode(lines) {
  const [, fence, language] = patterns.fence.exec(lines[0]);
  const isClosed = lines.length > 1 && lines.at(-1).trim().startsWith(fence);
  const code = lines.slice(1, isClosed ? -1 : undefined).join('\n');
  return element('figure', { className: 'code' },
    element('figcaption', {}, element('span', {}, language || 'text'), copyButton(() => code)),
    element('pre', { tabIndex: 0 }, element('code', {}, code)));
}

function renderList(lines, citations) {
  const [, indent, marker] = patterns.item.exec(lines[0]);
  const isOrdered = /\d/.test(marker);
  const list = element(isOrdered ? 'ol' : 'ul');
  if (isOrdered)
    list.start = parseInt(marker, 10);

  const items = [];
  for (const line of lines) {
    const match = patterns.item.exec(line);
    if (match && match[1].length <= indent.length + 1)
      items.push([line.slice(match[0].length)]);
    else
      items.at(-1).push(line.replace(/^\s{1,3}/, ''));
  }
  for (const [first, ...rest] of items) {
    const item = element('li', {}, ...renderInline(first, citations));
    const content = element('div');
    renderMarkdown(content, rest.join('\n'), citations);
    item.append(...content.childNodes);
    list.append(item);
  }
  return list;
}

function renderTable(lines, inline) {
  const rows = lines.map(line => line.trim().slice(1, -1).split('|').map(cell => cell.trim()));
  const hasHeader = rows.length > 1 && rows[1].every(cell => /^:?-+:?$/.test(cell));
  const [header, body] = hasHeader ? [rows[0], rows.slice(2)] : [null, rows];
  const row = (cells, tag) => element('tr', {}, ...cells.map(cell => element(tag, {}, ...inline(cell))));
  const table = element('table', {}, element('tbody', {}, ...body.map(cells => row(cells, 'td'))));
  if (header)
    table.prepend(element('thead', {}, row(header, 'th')));
  return element('div', { className: 'table', tabIndex: 0 }, table);
}

const inlinePattern = new RegExp([
  /\\(?<escaped>[\\`*_[\]#~|>-])/,
  /(?<ticks>`+)(?<code>.+?)(?<!`)\k<ticks>(?!`)/,
  /\*\*(?<bold>\S.*?)\*\*/,
  /\*(?<italic>[^\s*][^*]*)\*/,
  /(?<!\w)_(?<emphasis>[^\s_][^_]*)_(?!\w)/,
  /~~(?<deleted>\S.*?)~~/,
  /!?\[(?<label>[^\]]*)\]\((?<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)/,
  /(?<address>https?:\/\/[^\s<>()"\uE000]*[^\s<>()"\uE000.,;:!?'*])/,
  /\uE000(?<citation>\d+)\uE000/,
].map(part => part.source).join('|'), 'gs');

function renderInline(text, citations) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    nodes.push(text.slice(end, match.index), renderMatch(match.groups, match[0], citations));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

function renderMatch(groups, source, citations) {
  const inline = text => renderInline(text, citations);
  if (groups.escaped)
    return groups.escaped;
  if (groups.code)
    return element('code', {}, groups.code);
  if (groups.bold)
    return element('strong', {}, ...inline(groups.bold));
  if (groups.italic ?? groups.emphasis)
    return element('em', {}, ...inline(groups.italic ?? groups.emphasis));
  if (groups.deleted)
    return element('del', {}, ...inline(groups.deleted));
  if (groups.citation)
    return renderCitation(Number(groups.citation), citations);
  return renderLink(groups.target ?? groups.address, groups.label ? inline(groups.label) : [groups.address ?? groups.target]) ?? source;
}

/** Creates a link, or returns null if the address could run a script. */
export function renderLink(address, content) {
  if (!/^(https?:|mailto:)/i.test(address))
    return null;
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...content);
}

function renderCitation(number, citations) {
  const citation = citations[number - 1];
  if (!citation)
    return '';
  const link = renderLink(citation.url ?? '', [String(number)]) ?? element('span', {}, String(number));
  link.title = citation.title;
  link.setAttribute('aria-label', `Source ${number}: ${citation.title}`);
  return element('sup', { className: 'citation' }, link);
}
