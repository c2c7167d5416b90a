// The page: the conversation and the composer.

import { streamResponse } from './api.js';
import { Attachments } from './attachments.js';
import { onFiles } from './files.js';
import { createUserMessage, ResponseView } from './messages.js';
import { ModelPicker } from './models.js';
import { followEnd } from './scrolling.js';

const byId = id => document.getElementById(id);
const composer = byId('composer');
const conversation = byId('conversation');
const notice = byId('notice');
const send = byId('send');
const status = byId('status');
const stop = byId('stop');
const text = byId('text');
const welcome = byId('welcome');

const attachments = new Attachments(byId('attachments'));
const picker = new ModelPicker(byId('model'), byId('reasoning'));
const goToEnd = followEnd(byId('jump'));

/** The messages of the conversation, in the JSON format of Microsoft.Extensions.AI. The server gets all of them with each request. */
let messages = [];
let lastResponse = null;
/** The AbortController of the response that is being received; null if there is none. */
let activeController = null;

// Sending and stopping

async function sendMessage() {
  const message = text.value.trim();
  if (activeController || (message === '' && attachments.isEmpty))
    return;
  const problem = findProblem();
  if (problem)
    return showNotice([problem]);

  // Cleared before the files are read, so that a second Enter sends nothing.
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
  const model = picker.selected;
  if (!model)
    return 'No model is selected.';
  const isImage = content => content.uri?.startsWith('data:image/');
  const hasImages = attachments.hasImages || messages.some(message => message.contents.some(isImage));
  return hasImages && !model.images ? `${model.id} cannot read images. Choose another model.` : null;
}

/** Requests a response to the messages. If it ends early, what has arrived stays in the conversation, and the user can try again. */
async function respond() {
  // Constants, because "New chat" can replace the messages while the response is being stopped.
  const history = messages;
  const start = history.length;
  const controller = new AbortController();
  const model = picker.selected;
  const request = { messages: history, model: model.id, reasoning: picker.isReasoning, tools: model.tools };
  const response = lastResponse = new ResponseView(model.id);
  const retry = () => {
    history.length = start;
    response.element.remove();
    text.focus();
    respond();
  };
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

/** Returns the error to show. An Error object is a bug in this page; other errors have a message, advice and details. */
function toError(error) {
  return error instanceof Error ? { message: 'The page failed.', advice: 'Reload it.', details: error.stack } : error;
}

function stopResponse() {
  activeController?.abort();
}

function setBusy(controller) {
  const hadFocus = [send, stop].includes(document.activeElement);
  activeController = controller;
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

async function loadModels() {
  try {
    const { hasModels, isEmulator } = await picker.load();
    byId('emulator').hidden = !isEmulator;
    showNotice(hasModels ? [] : ['The API has no chat models for this key.']);
  } catch (error) {
    const { message, advice } = toError(error);
    showNotice([message, advice], loadModels);
  }
}

// The composer

function showNotice(lines, retry) {
  notice.hidden = lines.length === 0;
  notice.textContent = lines.join(' ');
  if (retry) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Try again' });
    button.addEventListener('click', retry);
    notice.append(' ', button);
  }
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
document.addEventListener('keydown', event => {
  if (event.key === 'Escape')
    stopResponse();
});
stop.addEventListener('click', stopResponse);
byId('new-chat').addEventListener('click', startNewChat);
byId('model').addEventListener('change', () => showNotice([]));
byId('suggestions').addEventListener('click', event => {
  if (event.target.closest('button')) {
    text.value = event.target.textContent;
    sendMessage();
  }
});
byId('attachments').addEventListener('removed', () => text.focus());
onFiles({ button: byId('attach'), input: byId('files'), overlay: byId('drop') }, async files => {
  showNotice(await attachments.add(files));
  text.focus();
});

loadModels();
