// The model picker, and the button for reasoning.

import { loadModels } from './api.js';

export class ModelPicker {
  #select;
  #reasoning;
  #models = [];

  /**
   * @param select The list of models.
   * @param reasoning The button for reasoning, which is visible if the selected model supports it.
   */
  constructor(select, reasoning) {
    this.#select = select;
    this.#reasoning = reasoning;
    select.addEventListener('change', () => {
      localStorage.setItem('model', select.value);
      this.#showReasoning();
    });
    reasoning.addEventListener('click', () => reasoning.setAttribute('aria-pressed', String(!this.#isPressed)));
  }

  /** The selected model; undefined until the models are loaded. */
  get selected() {
    return this.#models.find(({ id }) => id === this.#select.value);
  }

  /** Whether the model reasons before it responds. */
  get isReasoning() {
    return this.selected.reasoning && this.#isPressed;
  }

  get #isPressed() {
    return this.#reasoning.getAttribute('aria-pressed') === 'true';
  }

  /** Loads the models. Returns whether there are any, and whether the API is the emulator. */
  async load() {
    const result = await loadModels();
    this.#models = result.models;
    this.#select.replaceChildren(...this.#models.map(({ id, description }) =>
      Object.assign(new Option(id, id), { title: description ?? '' })));
    this.#select.value = [localStorage.getItem('model'), result.default, this.#models[0]?.id]
      .find(id => this.#models.some(model => model.id === id));
    this.#select.disabled = false;
    this.#showReasoning();
    return { hasModels: this.#models.length > 0, isEmulator: result.isEmulator };
  }

  #showReasoning() {
    this.#reasoning.hidden = !this.selected?.reasoning;
  }
}
