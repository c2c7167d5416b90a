// The requests to the server.

const unreachable = details => ({
  message: 'The chat server cannot be reached.',
  advice: 'Check that it is running, then try again.',
  details,
});

/** Loads the models that can chat. */
export async function loadModels() {
  const response = await send('models');
  return response.json();
}

/** Sends a conversation and yields the events of the response. Throws an object with message, advice and details. */
export async function* streamResponse(request, signal) {
  const response = await send('chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });
  let lastType;
  for await (const event of readEvents(response.body, signal)) {
    if (event.type === 'error')
      throw event;
    yield event;
    lastType = event.type;
  }
  if (lastType !== 'done')
    throw unreachable('The connection was closed before the end of the response.');
}

async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw unreachable(error.message);
  }
  if (!response.ok)
    throw await readError(response);
  return response;
}

async function readError(response) {
  if (response.headers.get('content-type')?.startsWith('application/json'))
    return response.json();
  return response.status === 413
    ? { message: 'The conversation is too large.', advice: 'Start a new chat, or attach smaller files.' }
    : { message: 'The request was rejected.', advice: 'Start a new chat.', details: `HTTP ${response.status} ${response.statusText}` };
}

/** Reads server-sent events, each of which is one line of JSON. EventSource cannot send a POST request. */
async function* readEvents(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (true) {
    let chunk;
    try {
      chunk = await reader.read();
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(error.message);
    }
    if (chunk.done)
      return;
    const lines = (text + chunk.value).split('\n');
    text = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: '))
        yield JSON.parse(line.slice('data: '.length));
    }
  }
}
