// The parts of a response: reasoning, text and tool calls.

import { element, icon } from './dom.js';
import { renderMarkdown } from './markdown.js';

// Longer results are collapsed.
const MAX_EXPANDED_CHARACTERS = 200;
const MAX_EXPANDED_LINES = 3;

/** Text in Markdown. */
export class TextPart {
  element = element('div', { className: 'text' });
  #text = '';
  #citations;

  constructor(citations) {
    this.#citations = citations;
  }

  append(text) {
    this.#text += text;
  }

  draw() {
    renderMarkdown(this.element, this.#text, this.#citations);
  }
}

/** Reasoning, which is collapsed until the user expands it. */
export class ReasoningPart {
  #summary = element('summary', { className: 'busy' }, 'Reasoning…');
  #text = element('p');
  #start = performance.now();
  element = element('details', { className: 'reasoning' }, this.#summary, this.#text);

  append(text) {
    this.#text.append(text);
  }

  end() {
    const seconds = Math.round((performance.now() - this.#start) / 1000);
    this.#summary.textContent = seconds > 0 ? `Reasoning, ${seconds} s` : 'Reasoning';
    this.#summary.classList.remove('busy');
  }
}

/** A tool call and its result, which is collapsed if it is long. */
export class ToolCallPart {
  #state = element('span', { className: 'state busy' }, 'Running…');
  #arguments = element('code');
  #isComplete = false;

  constructor(name) {
    this.element = element('details', { className: 'call', open: true },
      element('summary', {}, icon('tool'), element('strong', {}, name), this.#arguments, this.#state, icon('chevron')));
  }

  append(fragment) {
    this.#arguments.append(fragment);
  }

  complete({ result, isError }) {
    this.#setState(isError ? 'Failed' : 'Done', isError ? 'failed' : 'done', isError ? 'cross' : 'check');
    this.element.append(element('pre', { tabIndex: 0 }, result));
    this.element.open = result.length <= MAX_EXPANDED_CHARACTERS && result.split('\n').length <= MAX_EXPANDED_LINES;
  }

  /** Shows that the call was not run, because the response ended first. */
  cancel() {
    if (!this.#isComplete)
      this.#setState('Not run', 'failed', 'cross');
  }

  #setState(label, className, iconName) {
    this.#isComplete = true;
    this.#state.className = `state ${className}`;
    this.#state.replaceChildren(icon(iconName), label);
  }
}
