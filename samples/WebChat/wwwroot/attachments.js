// The files that the user attaches to a message: picked, pasted or dropped.

import { element, icon } from './dom.js';

const MEGABYTE = 1024 * 1024;
const MAX_FILE_BYTES = 10 * MEGABYTE;
// The server accepts requests of up to 64 MB. Base64 makes the files larger by a third.
const MAX_CONVERSATION_BYTES = 40 * MEGABYTE;
const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf'];

export class Attachments {
  #list;
  #items = [];
  #sentBytes = 0;

  /** @param list The element that shows the files. */
  constructor(list) {
    this.#list = list;
  }

  get isEmpty() {
    return this.#items.length === 0;
  }

  get hasImages() {
    return this.#items.some(item => item.type.startsWith('image/'));
  }

  /** Adds files and returns the problems of those that cannot be attached. */
  async add(files) {
    const problems = await Promise.all(files.map(file => this.#check(file) ?? this.#read(file)));
    return problems.filter(problem => problem !== null);
  }

  /** Returns the files as contents of a message and removes them from the list. */
  async take() {
    const items = this.#items;
    this.#sentBytes += this.#size;
    this.clear();
    const uris = await Promise.all(items.map(item => item.uri));
    return items.map(({ name }, index) => ({ $type: 'data', uri: uris[index], name })).filter(content => content.uri !== null);
  }

  clear() {
    this.#items = [];
    this.#list.replaceChildren();
  }

  /** Starts a new chat: removes all files, and no longer counts those of earlier messages. */
  reset() {
    this.#sentBytes = 0;
    this.clear();
  }

  get #size() {
    return this.#items.reduce((sum, item) => sum + item.size, 0);
  }

  #check(file) {
    if (!TYPES.includes(file.type))
      return `${file.name} cannot be attached. Attach images (PNG, JPEG, WEBP, GIF) or PDF files.`;
    if (file.size === 0)
      return `${file.name} is empty.`;
    if (file.size > MAX_FILE_BYTES)
      return `${file.name} has ${formatSize(file.size)}. A file can have at most ${formatSize(MAX_FILE_BYTES)}.`;
    if (file.size + this.#size + this.#sentBytes > MAX_CONVERSATION_BYTES)
      return `${file.name} cannot be attached: the files of a chat can have ${formatSize(MAX_CONVERSATION_BYTES)}. Start a new chat.`;
    return null;
  }

  async #read(file) {
    const item = { name: file.name, type: file.type, size: file.size, uri: readAsDataUri(file) };
    const preview = element('span', { className: 'preview' });
    const button = element('button', { type: 'button', 'aria-label': `Remove ${file.name}` }, icon('cross'));
    const chip = element('li', { className: 'file' }, preview, button);
    const remove = () => {
      this.#items = this.#items.filter(other => other !== item);
      chip.remove();
      this.#list.dispatchEvent(new Event('removed'));
    };
    button.addEventListener('click', remove);
    this.#items.push(item);
    this.#list.append(chip);

    const uri = await item.uri;
    if (uri === null) {
      remove();
      return `${file.name} cannot be read.`;
    }
    preview.append(...filePreview({ uri, name: file.name }));
    return null;
  }
}

/** Creates the preview of a file: an image, or the name of the file. */
export function filePreview({ uri, name }) {
  return uri.startsWith('data:image/') ? [element('img', { src: uri, alt: name })] : [icon('file'), element('span', {}, name)];
}

/** Reads a file. Returns null if it cannot be read, for example because it is a folder. */
function readAsDataUri(file) {
  return new Promise(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}

function formatSize(bytes) {
  return bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MEGABYTE).toFixed(1).replace('.0', '')} MB`;
}
