// The page: the conversation, the composer and the model picker.

import { loadModels, streamResponse } from './api.js';
import { Attachments } from './attachments.js';
import { createUserMessage, ResponseView } from './messages.js';
import { followEnd } from './scrolling.js';

const [attach, conversation, composer, drop, emulator, fileInput, jump, list, model, newChat, notice, reasoning, send, status, stop, text,
  welcome] = [
  'attach', 'conversation', 'composer', 'drop', 'emulator', 'files', 'jump', 'attachments', 'model', 'new-chat', 'notice', 'reasoning',
  'send', 'status', 'stop', 'text', 'welcome'].map(id => document.getElementById(id));

const attachments = new Attachments(list);
const goToEnd = followEnd(jump);

/** The messages of the conversation, in the JSON format of Microsoft.Extensions.AI. The server gets all of them with each request. */
let messages = [];
let models = [];
let lastResponse = null;
/** Stops the response that is being received; null if there is none. */
let abort = null;

// Sending and stopping

async function sendMessage() {
  const message = text.value.trim();
  if (abort || (message === '' && attachments.isEmpty))
    return;
  const problem = findProblem();
  if (problem)
    return showNotice([problem]);

  // Before the files are read, so that a second Enter sends nothing.
  text.value = '';
  const contents = [...await attachments.take(), ...message ? [{ $type: 'text', text: message }] : []];
  resizeText();
  showNotice([]);
  welcome.hidden = true;
  lastResponse?.removeRetry();
  messages.push({ role: 'user', contents });
  conversation.append(createUserMessage(contents));
  await respond();
}

function findProblem() {
  const selected = findModel();
  if (!selected)
    return 'No model is selected.';
  const hasImages = attachments.hasImages || messages.some(message => message.contents.some(content => content.uri?.startsWith('data:image/')));
  return hasImages && !selected.images ? `${selected.id} cannot read images. Choose another model.` : null;
}

/** Requests a response to the messages. If it ends early, what has arrived stays in the conversation, and the user can try again. */
async function respond() {
  // Constants, because "New chat" can replace the messages while the response is being stopped.
  const history = messages;
  const start = history.length;
  const controller = new AbortController();
  const selected = findModel();
  const response = lastResponse = new ResponseView(selected.id);
  const retry = () => {
    history.length = start;
    response.element.remove();
    text.focus();
    respond();
  };
  const request = { messages: history, model: selected.id, reasoning: selected.reasoning && isReasoning(), tools: selected.tools };
  let partialText = '';
  conversation.append(response.element);
  setBusy(controller);
  goToEnd();
  try {
    for await (const event of streamResponse(request, controller.signal)) {
      response.show(event);
      if (event.type === 'text') {
        partialText += event.text;
      } else if (event.type === 'messages') {
        history.push(...event.messages);
        partialText = '';
      }
    }
    status.textContent = 'The response is complete.';
  } catch (error) {
    const isStopped = controller.signal.aborted;
    if (isStopped)
      response.showStopped(retry);
    else
      response.showError(toError(error), retry);
    status.textContent = isStopped ? 'The response was stopped.' : '';
  }
  if (partialText)
    history.push({ role: 'assistant', contents: [{ $type: 'text', text: partialText }] });
  response.end();
  setBusy(null);
}

/** Errors of the server have a message, advice and details. Any other is a bug of this page. */
function toError(error) {
  return error instanceof Error ? { message: 'The page failed.', advice: 'Reload it.', details: error.stack } : error;
}

function stopResponse() {
  abort?.abort();
}

function setBusy(controller) {
  const hadFocus = [send, stop].includes(document.activeElement);
  abort = controller;
  send.hidden = controller !== null;
  stop.hidden = controller === null;
  if (controller)
    status.textContent = 'Waiting for the response.';
  if (hadFocus)
    text.focus();
}

function startNewChat() {
  stopResponse();
  messages = [];
  lastResponse = null;
  conversation.replaceChildren();
  attachments.reset();
  showNotice([]);
  welcome.hidden = false;
  text.focus();
}

// Models

async function showModels() {
  model.disabled = true;
  try {
    const result = await loadModels();
    models = result.models;
    emulator.hidden = !result.isEmulator;
    model.replaceChildren(...models.map(({ id, description }) => Object.assign(new Option(id, id), { title: description ?? '' })));
    const remembered = localStorage.getItem('model');
    model.value = [remembered, result.default, models[0]?.id].find(id => models.some(other => other.id === id));
    model.disabled = false;
    showReasoning();
    showNotice(models.length === 0 ? ['The API has no chat models for this key.'] : []);
  } catch (error) {
    const { message, advice } = toError(error);
    model.replaceChildren(new Option('No models'));
    showNotice([`${message} ${advice}`], showModels);
  }
}

function findModel() {
  return models.find(({ id }) => id === model.value);
}

function showReasoning() {
  reasoning.hidden = !findModel()?.reasoning;
}

function isReasoning() {
  return reasoning.getAttribute('aria-pressed') === 'true';
}

// Composer

function showNotice(lines, retry) {
  notice.hidden = lines.length === 0;
  notice.textContent = lines.join(' ');
  if (retry) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Try again' });
    button.addEventListener('click', retry);
    notice.append(' ', button);
  }
}

async function addFiles(files) {
  showNotice(await attachments.add(files));
  text.focus();
}

function resizeText() {
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
}

composer.addEventListener('submit', event => {
  event.preventDefault();
  sendMessage();
});
text.addEventListener('input', resizeText);
text.addEventListener('keydown', event => {
  // While an input method composes a character, Enter accepts it.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendMessage();
  }
});
document.addEventListener('keydown', event => event.key === 'Escape' && stopResponse());
stop.addEventListener('click', stopResponse);
newChat.addEventListener('click', startNewChat);
reasoning.addEventListener('click', () => reasoning.setAttribute('aria-pressed', String(!isReasoning())));
model.addEventListener('change', () => {
  localStorage.setItem('model', model.value);
  showReasoning();
  showNotice([]);
});
welcome.addEventListener('click', event => {
  if (!event.target.closest('#suggestions button'))
    return;
  text.value = event.target.textContent;
  sendMessage();
});

// Files: picked, pasted or dropped

attach.addEventListener('click', () => fileInput.click());
fileInput.addEventListener('change', () => {
  addFiles([...fileInput.files]);
  fileInput.value = '';
});
list.addEventListener('removed', () => text.focus());
document.addEventListener('paste', event => {
  if (event.clipboardData.files.length > 0) {
    event.preventDefault();
    addFiles([...event.clipboardData.files]);
  }
});
const hasFiles = event => event.dataTransfer?.types.includes('Files');
document.addEventListener('dragover', event => {
  if (hasFiles(event)) {
    event.preventDefault();
    drop.hidden = false;
  }
});
document.addEventListener('dragleave', event => {
  if (!event.relatedTarget)
    drop.hidden = true;
});
document.addEventListener('drop', event => {
  drop.hidden = true;
  if (hasFiles(event)) {
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  }
});

showModels();
