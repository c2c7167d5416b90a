// The files that the user attaches to a message: picked, pasted or dropped.

import { element, icon } from './dom.js';

const MEGABYTE = 1024 * 1024;
const MAX_FILE_BYTES = 10 * MEGABYTE;
// The server accepts requests of 64 MB, in which base64 makes the files larger by a third.
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
    return this.#items.some(item => isImage(item.type));
  }

  /** Adds files and returns the problems of those that cannot be attached. */
  async add(files) {
    const problems = [];
    for (const file of files) {
      const problem = this.#check(file);
      if (problem)
        problems.push(problem);
      else
        this.#show({ name: file.name, type: file.type, size: file.size, uri: '' }, file);
    }
    await Promise.all(this.#items.map(item => item.loading));
    return problems;
  }

  /** Returns the files as contents of a message and removes them from the list. */
  async take() {
    await Promise.all(this.#items.map(item => item.loading));
    const contents = this.#items.map(item => ({ $type: 'data', uri: item.uri, name: item.name }));
    this.#sentBytes += this.#size;
    this.clear();
    return contents;
  }

  clear() {
    this.#items = [];
    this.#list.replaceChildren();
  }

  /** Forgets the files of earlier messages. */
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
      return `${file.name} cannot be attached: the files of a chat can have at most ${formatSize(MAX_CONVERSATION_BYTES)}. Start a new chat.`;
    return null;
  }

  #show(item, file) {
    const preview = element('span', { className: 'preview' });
    const remove = element('button', { type: 'button', 'aria-label': `Remove ${item.name}` }, icon('cross'));
    const chip = element('li', { className: 'file' }, preview, remove);
    remove.addEventListener('click', () => {
      this.#items = this.#items.filter(other => other !== item);
      chip.remove();
      this.#list.dispatchEvent(new Event('removed'));
    });
    item.loading = readAsDataUri(file).then(uri => {
      item.uri = uri;
      preview.append(...filePreview(item));
    });
    this.#items.push(item);
    this.#list.append(chip);
  }
}

/** Creates the preview of a file: an image, or the name of the file. */
export function filePreview({ uri, name }) {
  return uri.startsWith('data:image/') ? [element('img', { src: uri, alt: name })] : [icon('file'), element('span', {}, name)];
}

export function isImage(type) {
  return type.startsWith('image/');
}

function readAsDataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function formatSize(bytes) {
  return bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MEGABYTE).toFixed(1).replace('.0', '')} MB`;
}
