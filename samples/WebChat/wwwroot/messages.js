// The elements of messages and responses.

import { filePreview } from './attachments.js';
import { copyButton, element } from './dom.js';
import { citationMark, renderLink } from './markdown.js';
import { ReasoningPart, TextPart, ToolCallPart } from './parts.js';

/** Creates the element of a message of the user. */
export function createUserMessage(contents) {
  const article = element('article', { className: 'user', 'aria-label': 'You' });
  const files = contents.filter(content => content.$type === 'data');
  if (files.length > 0)
    article.append(element('ul', { className: 'files' }, ...files.map(file => element('li', { className: 'file' }, ...filePreview(file)))));
  for (const { text } of contents.filter(content => content.$type === 'text'))
    article.append(element('p', {}, text));
  return article;
}

/** A response. Its parts are shown in the order in which they arrive: reasoning, text, tool calls, and text again. */
export class ResponseView {
  #parts = element('div', { className: 'parts' });
  #footer = element('footer');
  #current = null;
  #calls = new Map();
  #citations = [];
  #copiedText = '';
  #frame = 0;

  constructor(model) {
    this.element = element('article', { className: 'response', 'aria-label': `Response of ${model}`, 'aria-busy': 'true' },
      this.#parts, this.#footer);
    this.#footer.append(element('span', {}, model));
  }

  /** Shows an event of the server. */
  show(event) {
    const handlers = {
      reasoning: () => this.#getPart(ReasoningPart).append(event.text),
      text: () => this.#addText(event.text.replaceAll('\uE000', '')),
      citation: () => this.#addCitation(event),
      tool_call: () => this.#addCall(event),
      tool_result: () => this.#calls.get(event.number)?.complete(event),
      usage: () => this.#showUsage(event),
      done: () => event.isTruncated && this.#showNote('The response ends here because it reached the maximum number of tokens.'),
    };
    handlers[event.type]?.();
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** Ends the response: shows the sources and the copy button. */
  end() {
    this.#draw();
    this.#current?.end?.();
    for (const call of this.#calls.values())
      call.cancel();
    this.#showSources();
    if (this.#copiedText)
      this.#footer.append(copyButton(() => this.#copiedText));
    this.element.setAttribute('aria-busy', 'false');
  }

  /** Shows that the user stopped the response. */
  showStopped(retry) {
    this.#showNote('You stopped the response.', retry);
  }

  /** Shows an error below what has arrived of the response. */
  showError({ message, advice, details }, retry) {
    const box = element('div', { className: 'error', role: 'alert' },
      element('p', {}, element('strong', {}, message), ` ${advice}`));
    if (details)
      box.append(element('details', {}, element('summary', {}, 'Details'), element('p', {}, details)));
    box.append(this.#createRetryButton(retry));
    this.element.insertBefore(box, this.#footer);
  }

  /** Removes the "Try again" button, because the user has sent another message. */
  removeRetry() {
    this.element.querySelector('.retry')?.remove();
  }

  #addText(text) {
    this.#copiedText += text;
    this.#getPart(TextPart).append(text);
  }

  #addCitation({ title, url, snippet }) {
    let number = this.#citations.findIndex(citation => citation.title === title && citation.url === url) + 1;
    if (number === 0)
      number = this.#citations.push({ title, url, snippet });
    this.#getPart(TextPart).append(citationMark(number));
  }

  #addCall({ number, name, arguments: fragment }) {
    if (!this.#calls.has(number)) {
      this.#calls.set(number, new ToolCallPart(name));
      this.#setPart(this.#calls.get(number));
    }
    this.#calls.get(number).append(fragment);
  }

  #showUsage({ inputTokens, outputTokens, tokensPerSecond }) {
    this.#footer.querySelector('.usage')?.remove();
    const speed = tokensPerSecond > 0 ? ` · ${formatNumber(tokensPerSecond)} tokens/s` : '';
    this.#footer.append(element('span', { className: 'usage' },
      `${formatNumber(inputTokens)} tokens in · ${formatNumber(outputTokens)} out${speed}`));
  }

  #showSources() {
    if (this.#citations.length === 0)
      return;
    const items = this.#citations.map(({ title, url, snippet }) => {
      const item = element('li', {}, renderLink(url ?? '', [title]) ?? title);
      if (snippet)
        item.append(element('span', {}, snippet));
      return item;
    });
    this.#parts.append(element('section', { className: 'sources', 'aria-label': 'Sources' },
      element('h3', {}, 'Sources'), element('ol', {}, ...items)));
  }

  #showNote(text, retry) {
    const note = element('p', { className: 'stopped' }, text);
    if (retry)
      note.append(' ', this.#createRetryButton(retry));
    this.element.insertBefore(note, this.#footer);
  }

  #createRetryButton(retry) {
    const button = element('button', { type: 'button', className: 'retry' }, 'Try again');
    button.addEventListener('click', retry);
    return button;
  }

  #getPart(type) {
    if (!(this.#current instanceof type))
      this.#setPart(new type(this.#citations));
    return this.#current;
  }

  #setPart(part) {
    this.#current?.end?.();
    this.#current?.draw?.();
    this.#current = part;
    this.#parts.append(part.element);
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#current?.draw?.();
  }
}

function formatNumber(number) {
  return number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 1 : 0 });
}
